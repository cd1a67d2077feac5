"""The answers to commands that may come again: each is found, exactly, and nothing else is."""

from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.session.answers import DRAWERS, Answers, Remembered

keys = st.tuples(st.sampled_from(["p1", "p2", "p12", "host"]), st.text(alphabet="ac1é\0", max_size=6))
answers = st.builds(Remembered, st.integers(1, 2**40), st.none() | st.dictionaries(st.just("question_id"), st.text(max_size=3)))


def filled(given: dict[tuple[str, str], Remembered]) -> Answers:
    held = Answers()
    for key, answer in given.items():
        held = held.with_answer(key, answer)
    return held


@for_any(st.dictionaries(keys, answers, max_size=40), keys)
def test_what_was_answered_is_found_and_nothing_else(given: dict[tuple[str, str], Remembered], other: tuple[str, str]) -> None:
    held = filled(given)
    assert {key: held.get(key) for key in given} == given
    assert held.get(other) == given.get(other)
    assert dict(held.items()) == given


def test_more_answers_than_there_are_drawers_are_all_found() -> None:
    given = {("p1", f"c{number}"): Remembered(number, None) for number in range(2 * DRAWERS)}
    held = filled(given)
    assert {key: held.get(key) for key in given} == given
    assert held.get(("p1", "c")) is None


def test_a_key_inside_the_words_of_another_answer_is_not_taken_for_one() -> None:
    """The bytes of ("a", "b") stand in this answer, too: two texts of one letter."""
    inside = filled({("a", "x"): Remembered(1, {"a": "b"})})
    drawer = next(iter(inside.drawers.values()))
    everywhere = Answers(inside.drawers.update(dict.fromkeys(range(DRAWERS), drawer)))
    assert everywhere.get(("a", "b")) is None
    assert everywhere.get(("a", "x")) == Remembered(1, {"a": "b"})


def test_what_was_held_before_stays_what_it_was() -> None:
    before = filled({("p1", "c1"): Remembered(1, None)})
    before.with_answer(("p1", "c2"), Remembered(2, None))
    assert dict(before.items()) == {("p1", "c1"): Remembered(1, None)}
