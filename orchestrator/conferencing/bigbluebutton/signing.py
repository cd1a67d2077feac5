"""How BigBlueButton signs: a hash over what is said and the shared secret, told by its length."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

HASHES = {40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}  # by hexadecimal digits


def checksum(said: str, secret: str, algorithm: str = "sha256") -> str:
    return hashlib.new(algorithm, (said + secret).encode()).hexdigest()


def signed(base: str, call: str, query: Mapping[str, str], secret: str, algorithm: str = "sha256") -> str:
    """The address of an API call. What is hashed is exactly what is sent."""
    encoded = urlencode(query)
    return f"{base}{call}?{encoded}{'&' if encoded else ''}checksum={checksum(call + encoded, secret, algorithm)}"


def proven(given: str, said: str, secrets: Iterable[str]) -> bool:
    """Whether a checksum was made with one of these secrets."""
    algorithm = HASHES.get(len(given))
    return algorithm is not None and any(same(given, checksum(said, secret, algorithm)) for secret in secrets)


def same(given: str, wanted: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def hook_token(secret: str) -> str:
    """The word in the address of our hook that only who knows the secret can make."""
    return hmac.digest(secret.encode(), b"the address of the hook", "sha256").hex()[:40]
