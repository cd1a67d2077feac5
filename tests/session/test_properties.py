"""What holds of every evening, whatever anybody sends. ``HYPOTHESIS_PROFILE=soak`` looks harder."""

from collections import Counter
from itertools import pairwise
from math import inf

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from orchestrator.agenda.planning import MOST_PHASES
from orchestrator.agenda.view import phase_rows
from orchestrator.messages import LINKS, Audience, Rejected, Role
from orchestrator.panel.state import Outcome, Span
from orchestrator.qa_queue.merging import parts, whole
from orchestrator.qa_queue.ranking import Rule
from orchestrator.qa_queue.state import Stage
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.decider import decide, due
from orchestrator.session.evolve import evolve
from orchestrator.session.me import me, traces
from orchestrator.session.patch import apply
from orchestrator.session.turns import fixed_next, ranked
from orchestrator.session.view import audience_of, patch, view
from tests.given import as_json, asked, entered, given, voted
from tests.strategies import ACTORS, AUDIENCES, BEGINNINGS, Moment, Step, beginnings, play, steps

HOST = Audience(Role.HOST)
MANY = settings().max_examples * 4  # these are cheap


# The state: rules of every moment


def a_refusal_leaves_nothing(moment: Moment) -> None:
    if isinstance(moment.outcome, Rejected):
        assert moment.after is moment.before


def deciding_again_decides_the_same(moment: Moment) -> None:
    if not isinstance(moment.outcome, Rejected):
        assert list(decide(moment.before, moment.command)) == moment.outcome


def time_never_goes_back(moment: Moment) -> None:
    instants = [moment.before.last_at, *(event.at for event in moment.events), moment.after.last_at]
    assert instants == sorted(instants)


def nothing_is_due_before_what_has_happened(moment: Moment) -> None:
    waiting = due(moment.after)
    assert waiting is None or waiting.at >= moment.after.last_at


def phases_before_the_current_one_are_done_and_those_after_it_planned(moment: Moment) -> None:
    agenda = moment.after.agenda
    words = [phase.status for phase in phase_rows(agenda, None).values()]
    if agenda.ended_at is not None:
        assert set(words) == {"done"}
    elif agenda.current is None:
        assert set(words) == {"planned"}
    else:
        before, now, later = words[: agenda.current], words[agenda.current], words[agenda.current + 1 :]
        assert set(before) <= {"done"}
        assert now in ("running", "paused")
        assert set(later) <= {"planned"}


def phases_have_ids_of_their_own_and_positions_without_gaps(moment: Moment) -> None:
    rows = phase_rows(moment.after.agenda, None)
    assert 1 <= len(moment.after.agenda.phases) == len(rows) <= MOST_PHASES
    assert [phase.position for phase in rows.values()] == list(range(len(rows)))


def the_last_phase_always_waits(moment: Moment) -> None:
    agenda = moment.after.agenda
    if agenda.phase is agenda.phases[-1]:
        assert due(moment.after) is None


def a_running_phase_has_an_end_and_a_paused_one_what_remains(moment: Moment) -> None:
    phase = moment.after.agenda.phase
    assert phase is None or (phase.ends_at is None) == (phase.remaining is not None)


def the_order_of_a_room_is_one_to_n_over_its_drafts_and_open_questions(moment: Moment) -> None:
    ordered: dict[str, list[int]] = {}
    for question in view(moment.after, HOST)["questions"].values():
        if "room_order" in question:
            assert question["status"] in ("draft", "pending", "open", "merged")
            ordered.setdefault(question["room_id"], []).append(question["room_order"])
    assert all(sorted(order) == list(range(1, len(order) + 1)) for order in ordered.values())


def the_order_of_a_room_is_the_order_of_its_turns(moment: Moment) -> None:
    """Where neither the host's hand, nor what is fixed as the next, nor a question of two rooms comes between."""
    queue = moment.after.queue
    merged = any(question.parts for question in queue.questions.values())
    if queue.rule is not Rule.FAIR_TURN or queue.overrides or fixed_next(moment.after) or merged:
        return
    seen = [question for question in view(moment.after, HOST)["questions"].values() if {"room_order", "rank"} <= question.keys()]
    turns = sorted((question["room_id"], question["room_order"], question["reason"]["turn"]) for question in seen)
    assert all(room != other or turn < later for (room, _, turn), (other, _, later) in pairwise(turns))


def at_most_one_question_is_on_air(moment: Moment) -> None:
    panel = moment.after.panel
    on_air = [question for question, hearing in panel.hearings.items() if hearing.outcome is Outcome.ON_AIR]
    assert on_air == ([] if panel.on_air is None else [panel.on_air])


def the_panel_hears_only_what_is_open(moment: Moment) -> None:
    questions = moment.after.queue.questions
    heard = [question for question, hearing in moment.after.panel.hearings.items() if hearing.outcome is not Outcome.WAITING]
    owed = (Stage.OPEN, Stage.MERGED)  # what was promised may still be merged with what was promised
    promised = moment.after.panel.hearings
    for question in heard:
        assert questions[question].stage in (owed if promised[question].outcome is Outcome.PROMISED else owed[:1])


def what_is_merged_is_part_of_one_question_and_never_of_itself(moment: Moment) -> None:
    questions = moment.after.queue.questions
    for question in questions.values():
        assert (question.stage is Stage.MERGED) == (question.part_of is not None)
        assert len(set(question.parts)) == len(question.parts)
        assert all(questions[part].part_of == question.id for part in question.parts)
        assert question.part_of is None or question.id in questions[question.part_of].parts
        together = [each.id for each in parts(moment.after.queue, question)]
        assert question.id not in together
        assert len(set(together)) == len(together)


def a_merged_question_counts_every_person_of_its_parts_once(moment: Moment) -> None:
    for question in moment.after.queue.questions.values():
        together = (question, *parts(moment.after.queue, question))
        people = {voter for part in together for voter in part.voters}
        hands = {voter: max(part.hands.get(voter, 1) for part in together if voter in part.voters) for voter in people}
        assert whole(moment.after.queue, question).score == sum(hands.values())


def what_is_next_is_one_stands_first_and_is_not_held(moment: Moment) -> None:
    fixed = [each for each in view(moment.after, HOST)["questions"].values() if each.get("next")]
    assert len(fixed) <= 1
    assert all(each["rank"] == 1 and "held" not in each for each in fixed)


def airtime_is_that_of_finished_turns(moment: Moment) -> None:
    """A shared turn is split, so a room never has more than the panel gave."""
    given_out = sum(hearing.airtime for hearing in moment.after.panel.hearings.values())
    rooms = sum(room["airtime"] for room in view(moment.after, HOST)["rooms"].values())
    assert given_out - 10 * len(moment.after.panel.hearings) <= rooms <= given_out


def times_on_air_follow_one_another(moment: Moment) -> None:
    spans = sorted(span for hearing in moment.after.panel.hearings.values() for span in map(ends, hearing.spans))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def ends(span: Span) -> tuple[float, float]:
    return span.start, inf if span.end is None else span.end


def counts_are_those_of_the_voters(moment: Moment) -> None:
    for question in moment.after.queue.questions.values():
        by_room: Counter[str] = Counter()
        for voter, room in question.voters.items():
            by_room[room] += question.hands.get(voter, 1)
        assert set(question.hands) <= set(question.voters)
        assert question.score == sum(by_room.values())
        del by_room[None]
        assert {room: votes for room, votes in question.tally.items() if votes} == by_room
        assert question.support == sum(votes for room, votes in by_room.items() if room != question.room_id)


def ballots_mirror_voters(moment: Moment) -> None:
    queue = moment.after.queue
    cast = {(voter, question.id) for question in queue.questions.values() for voter in question.voters}
    assert {(voter, question) for voter, ballot in queue.ballots.items() for question in ballot} == cast


def questions_votes_and_seats_belong_to_people_who_were_admitted(moment: Moment) -> None:
    queue, rooms = moment.after.queue, moment.after.rooms
    assert {*queue.ballots, *rooms.members, *rooms.facilitators, *rooms.groups} <= set(moment.after.people)
    assert set(queue.authored) <= {*moment.after.people, "host"}  # whose link may prepare questions


def seats_are_the_members_of_a_room(moment: Moment) -> None:
    rooms = moment.after.rooms
    members: Counter[str] = Counter()
    for person, room_id in rooms.members.items():
        members[room_id] += rooms.groups.get(person, 1)
    assert {room.id: room.seats for room in rooms.rooms.values()} == {room: members[room] for room in rooms.rooms}
    assert not set(rooms.members) & set(rooms.facilitators)


def only_who_speaks_for_a_room_is_absent(moment: Moment) -> None:
    rooms = moment.after.rooms
    assert all(any(person in (room.representative, room.deputy) for room in rooms.rooms.values()) for person in rooms.absent)


def representative_and_deputy_are_two_members_of_their_room(moment: Moment) -> None:
    rooms = moment.after.rooms
    for room in rooms.rooms.values():
        speakers = [person for person in (room.representative, room.deputy) if person is not None]
        assert len(set(speakers)) == len(speakers)
        assert all(rooms.members.get(person) == room.id for person in speakers)


def only_participants_have_a_place_in_a_room(moment: Moment) -> None:
    rooms = moment.after.rooms
    for person in (*rooms.members, *rooms.facilitators):
        assert Role.PARTICIPANT in moment.after.actor(person).roles


def spoken_numbers_are_unique(moment: Moment) -> None:
    numbers = [question.number for question in moment.after.queue.questions.values() if question.number]
    assert len(set(numbers)) == len(numbers)


def there_is_always_a_host(moment: Moment) -> None:
    after = moment.after
    if after.archived_at is not None:  # by itself perhaps, and then nobody is asked
        return
    assert any(Role.HOST in after.actor(actor).roles for actor in (*LINKS, *after.people))


def ranks_of_the_waiting_are_one_to_n(moment: Moment) -> None:
    seen = view(moment.after, HOST)["questions"].values()
    waiting = [question for question in seen if question["status"] == "open"]
    assert sorted(question["rank"] for question in waiting) == list(range(1, len(waiting) + 1))
    assert all("rank" not in question for question in seen if question["status"] != "open")


def a_finished_evening_owes_no_open_question(moment: Moment) -> None:
    if moment.after.finished_at is not None:
        assert "open" not in {question["status"] for question in view(moment.after, HOST)["questions"].values()}


def everybody_with_a_role_has_an_audience_and_nobody_else(moment: Moment) -> None:
    for actor in ACTORS:
        assert (audience_of(moment.after, actor) is None) == (not moment.after.actor(actor).roles)


RULES = (
    a_refusal_leaves_nothing,
    deciding_again_decides_the_same,
    time_never_goes_back,
    nothing_is_due_before_what_has_happened,
    phases_before_the_current_one_are_done_and_those_after_it_planned,
    phases_have_ids_of_their_own_and_positions_without_gaps,
    the_last_phase_always_waits,
    a_running_phase_has_an_end_and_a_paused_one_what_remains,
    the_order_of_a_room_is_one_to_n_over_its_drafts_and_open_questions,
    the_order_of_a_room_is_the_order_of_its_turns,
    at_most_one_question_is_on_air,
    what_is_merged_is_part_of_one_question_and_never_of_itself,
    a_merged_question_counts_every_person_of_its_parts_once,
    what_is_next_is_one_stands_first_and_is_not_held,
    airtime_is_that_of_finished_turns,
    times_on_air_follow_one_another,
    the_panel_hears_only_what_is_open,
    counts_are_those_of_the_voters,
    ballots_mirror_voters,
    questions_votes_and_seats_belong_to_people_who_were_admitted,
    seats_are_the_members_of_a_room,
    only_who_speaks_for_a_room_is_absent,
    representative_and_deputy_are_two_members_of_their_room,
    only_participants_have_a_place_in_a_room,
    spoken_numbers_are_unique,
    there_is_always_a_host,
    ranks_of_the_waiting_are_one_to_n,
    a_finished_evening_owes_no_open_question,
    everybody_with_a_role_has_an_audience_and_nobody_else,
)


@settings(max_examples=MANY)
@for_any(beginnings(), steps())
def test_whatever_anybody_sends_every_rule_holds(beginning: str, evening: list[Step]) -> None:
    for moment in play(beginning, evening):
        for rule in RULES:
            rule(moment)


# The log


@for_any(beginnings(), steps())
def test_every_event_survives_the_log(beginning: str, evening: list[Step]) -> None:
    for moment in play(beginning, evening):
        entry = Entry(actor=moment.command.actor.id, at=moment.command.at, events=tuple(moment.events))
        assert decode(encode((entry,))) == (entry,)


@for_any(beginnings(), steps(60))
def test_a_replay_of_the_log_is_the_same_evening(beginning: str, evening: list[Step]) -> None:
    session = replayed = BEGINNINGS[beginning]
    for moment in play(beginning, evening):
        (entry,) = decode(encode((Entry(actor="host", at=0, events=tuple(moment.events)),)))
        for event in entry.events:
            replayed = evolve(replayed, event)
        session = moment.after
    for audience in AUDIENCES:
        assert as_json(view(replayed, audience)) == as_json(view(session, audience))
    for actor in ACTORS:
        assert as_json(me(replayed, actor)) == as_json(me(session, actor))
    assert ranked(replayed).places == ranked(session).places


# What is sent


@for_any(beginnings(), steps(12))
def test_the_old_view_with_the_patch_is_the_new_view(beginning: str, evening: list[Step]) -> None:
    for moment in play(beginning, evening):
        for audience in AUDIENCES:
            old, new = as_json(view(moment.before, audience)), as_json(view(moment.after, audience))
            delta = as_json(patch(moment.before, moment.after, audience))
            assert apply(old, delta) == new
            assert (delta == {}) == (old == new)


@for_any(beginnings(), steps())
def test_patches_add_up_over_many_steps(beginning: str, evening: list[Step]) -> None:
    states = [BEGINNINGS[beginning], *(moment.after for moment in play(beginning, evening))]
    for audience in AUDIENCES:
        shown = as_json(view(states[0], audience))
        for old, new in pairwise(states):
            shown = apply(shown, as_json(patch(old, new, audience)))
        assert shown == as_json(view(states[-1], audience))


@for_any(beginnings(), steps())
def test_one_patch_leads_over_many_steps(beginning: str, evening: list[Step]) -> None:
    first, *_, last = BEGINNINGS[beginning], *(moment.after for moment in play(beginning, evening))
    for audience in AUDIENCES:
        delta = as_json(patch(first, last, audience))
        assert apply(as_json(view(first, audience)), delta) == as_json(view(last, audience))


@for_any(beginnings(), steps())
def test_a_late_patch_changes_nothing_when_it_comes_twice(beginning: str, evening: list[Step]) -> None:
    *_, last = play(beginning, evening)
    for audience in AUDIENCES:
        delta = as_json(patch(BEGINNINGS[beginning], last.after, audience))
        assert apply(as_json(view(last.after, audience)), delta) == as_json(view(last.after, audience))


@for_any(beginnings(), steps())
def test_views_hold_no_null(beginning: str, evening: list[Step]) -> None:
    *_, last = play(beginning, evening)
    for audience in AUDIENCES:
        assert not holds_null(as_json(view(last.after, audience)))
    for actor in ACTORS:
        assert not holds_null(as_json(me(last.after, actor)))


@for_any(beginnings(), steps())
def test_where_the_traces_are_equal_nothing_personal_has_changed(beginning: str, evening: list[Step]) -> None:
    for moment in play(beginning, evening):
        for actor in ACTORS:
            if traces(moment.before, actor) == traces(moment.after, actor):
                assert as_json(me(moment.before, actor)) == as_json(me(moment.after, actor))


# The queue

VOTES = [voted(question, who) for question in ("q1", "q2", "q3") for who in ("ana", "ben", "dee", "fay", "gus")]
ASKED = [asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), entered("ph2")]


@for_any(st.lists(st.sampled_from(VOTES), unique_by=repr), st.randoms(use_true_random=False))
def test_the_order_in_which_votes_arrive_does_not_matter(votes: list[object], chance) -> None:
    shuffled = list(votes)
    chance.shuffle(shuffled)
    one, other = given(ASKED, votes).session, given(ASKED, shuffled).session
    for audience in AUDIENCES:
        assert view(one, audience) == view(other, audience)


def holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(holds_null(each) for each in value.values())
    return any(holds_null(each) for each in value) if isinstance(value, list) else value is None
