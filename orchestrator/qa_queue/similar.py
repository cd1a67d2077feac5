"""Which questions say nearly the same as a text.

Questions are alike by the words they share, in any order: an ending or a slip of the pen does not part two words, short words
say little, and letters are compared without case and accents. Chinese and Japanese have no spaces, so there a character is a
word, except in runs of katakana. A text that stands word for word in a longer one is alike too.

It does not know meanings. Translations, synonyms and one question in two scripts are not found; a "not" more or another name in
a long question goes unnoticed. It is for a person who looks and decides.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import nlargest

import regex  # type: ignore[import-untyped,unused-ignore]
from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from orchestrator.messages import QuestionId

ALIKE = 64  # percent, from here on; chosen by the table in tests/qa_queue/test_similar.py
CONTAINED = 90  # percent, for a text that stands in a longer one
WORTH_A_LOOK = 50  # percent of letters in common; what has less is never alike
LOOKS = 20  # at most so many are compared word by word
AT_ONCE = 200  # texts: other threads may run in between
ONE_WORD = 0.7  # two words that share so much of their letters are one word in two forms
LONG = 4  # letters of a word that says something
LIGHT = 0.4  # what a shorter word counts

_ACCENT = regex.compile(r"\p{Cf}|[\p{M}--\p{ccc=0}]", regex.V1)  # the vowel signs of Thai or Hindi are letters: class 0
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}]|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}]]+", regex.V1)
_CHINESE_GRAMMAR = "的是不了在有这這个個我們们你他她它吗嗎呢吧会會和就也么麼什怎如何哪谁誰为為被能可以"
_HEAVY = regex.compile(rf"\p{{N}}+|[\p{{Han}}--[{_CHINESE_GRAMMAR}]]", regex.V1)


class Folded(Struct, frozen=True):
    """A text as it is compared. ``letters``: its words in order of the alphabet; ``phrase``: in their own order."""

    words: tuple[str, ...]
    letters: str
    phrase: str

    @property
    def quotable(self) -> bool:
        """Long enough to be recognised inside another text: four words, or eight characters where there are no spaces."""
        return len(self.words) >= 4 and sum(map(len, self.words)) >= 8


def similar(text: str, among: Mapping[QuestionId, str], most: int = 5) -> list[tuple[QuestionId, int]]:
    """The questions of ``among`` that are like ``text``, each with how much in percent; the most alike first."""
    wanted = fold(text)
    if not wanted.words:
        return []
    folded = {question_id: fold(other) for question_id, other in among.items()}
    found = {question_id: likeness(wanted, folded[question_id]) for question_id in _near(wanted, folded)}
    for question_id, other in folded.items():
        if _contains(other, wanted) or _contains(wanted, other):
            found[question_id] = max(CONTAINED, found.get(question_id, 0))
    best = sorted(found.items(), key=lambda each: each[1], reverse=True)
    return [(question_id, round(percent)) for question_id, percent in best[:most] if percent >= ALIKE]


@lru_cache(maxsize=8192)
def fold(text: str) -> Folded:
    """The words of a text, without what does not change their meaning: case, accents, width, punctuation."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    words = _WORD.findall(_ACCENT.sub("", apart))
    return Folded(tuple(words), " ".join(sorted(words)), f" {' '.join(words)} ")


def likeness(one: Folded, other: Folded) -> float:
    """Percent of what two texts have in common, by all their words or by those that say something: the smaller is right.

    The first parts languages that share loan words, the second parts questions that share only how they begin.
    """
    return 100 * min(_shared(one.words, other.words), _shared(_telling(one.words), _telling(other.words)))


def _near(wanted: Folded, folded: Mapping[QuestionId, Folded]) -> list[QuestionId]:
    """What is worth a look, told by letters alone: many times faster than words."""
    ids = list(folded)
    hits: list[tuple[str, float, QuestionId]] = []
    for start in range(0, len(ids), AT_ONCE):
        letters = {question_id: folded[question_id].letters for question_id in ids[start : start + AT_ONCE]}
        hits += process.extract(wanted.letters, letters, scorer=fuzz.ratio, score_cutoff=WORTH_A_LOOK, limit=LOOKS)
    return [question_id for _, _, question_id in nlargest(LOOKS, hits, key=lambda hit: hit[1])]


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if _weight(word) == 1) or words


@lru_cache(maxsize=8192)
def _weight(word: str) -> float:
    return 1 if len(word) >= LONG or _HEAVY.fullmatch(word) else LIGHT


def _weights(words: Iterable[str]) -> float:
    return sum(map(_weight, words))


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The part of both that is the same: words that are equal, then long words that are nearly."""
    ours, theirs = Counter(one), Counter(other)
    same = _weights((ours & theirs).elements())
    left = [word for word in (theirs - ours).elements() if len(word) >= LONG]
    for word in sorted((word for word in (ours - theirs).elements() if len(word) >= LONG), key=len, reverse=True):
        match = process.extractOne(word, left, scorer=Indel.normalized_similarity, score_cutoff=ONE_WORD)
        if match is not None:
            same += match[1]
            left.pop(match[2])
    return 2 * same / (_weights(one) + _weights(other))


def _contains(longer: Folded, text: Folded) -> bool:
    return len(text.phrase) <= len(longer.phrase) and text.phrase in longer.phrase and text.quotable
