"""QR codes as SVG, for screens and paper."""

from io import BytesIO

import segno
from aiohttp import web

QUIET = 4  # modules of white around the code: scanners need them


def qr_svg(text: str) -> bytes:
    """The text as a QR code of error level M, black on white. It has no size of its own: style sheets give it one."""
    out = BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    look = {"dark": "#000", "light": "#fff", "svgclass": None, "lineclass": None}
    code.save(out, kind="svg", border=QUIET, omitsize=True, xmldecl=False, **look)
    return out.getvalue()


def qr_response(link: str, caching: str) -> web.Response:
    return web.Response(body=qr_svg(link), content_type="image/svg+xml", headers={"Cache-Control": caching})
