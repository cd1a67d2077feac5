"""What holds of every evening, whatever anybody sends. ``HYPOTHESIS_PROFILE=soak`` looks harder."""

from collections import Counter
from itertools import pairwise

from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.messages import LINKS, Rejected
from orchestrator.panel.state import Outcome
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.decider import decide, due
from orchestrator.session.evolve import evolve
from orchestrator.session.facts import ranking
from orchestrator.session.me import me, traces
from orchestrator.session.patch import apply
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of, patch, view
from tests.given import as_json, asked, entered, given, voted
from tests.strategies import ACTORS, AUDIENCES, BEGINNINGS, Step, beginnings, play, steps

# The state


@for_any(beginnings(), steps())
def test_a_command_is_decided_or_refused_and_nothing_else(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        if isinstance(moment.outcome, Rejected):
            assert moment.after is moment.before


@for_any(beginnings(), steps())
def test_deciding_again_decides_the_same(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        if not isinstance(moment.outcome, Rejected):
            assert list(decide(moment.before, moment.command)) == moment.outcome


@for_any(beginnings(), steps())
def test_time_never_goes_back(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        instants = [moment.before.last_at, *(event.at for event in moment.events), moment.after.last_at]
        assert instants == sorted(instants)


@for_any(beginnings(), steps())
def test_nothing_is_due_before_what_has_happened(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        waiting = due(moment.after)
        assert waiting is None or waiting.at >= moment.after.last_at


@for_any(beginnings(), steps())
def test_phases_before_the_current_one_are_done_and_those_after_it_planned(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        agenda = moment.after.agenda
        words = [phase["status"] for phase in as_json(view(moment.after, AUDIENCES[0]))["phases"].values()]
        if agenda.ended_at is not None:
            assert set(words) == {"done"}
        elif agenda.current is None:
            assert set(words) == {"planned"}
        else:
            assert set(words[: agenda.current]) <= {"done"}
            assert words[agenda.current] in ("running", "paused")
            assert set(words[agenda.current + 1 :]) <= {"planned"}


@for_any(beginnings(), steps())
def test_a_running_phase_has_an_end_and_a_paused_one_what_remains(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        phase = moment.after.agenda.phase
        assert phase is None or (phase.ends_at is None) == (phase.remaining is not None)


@for_any(beginnings(), steps())
def test_at_most_one_question_is_on_air(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        panel = moment.after.panel
        on_air = [question for question, hearing in panel.hearings.items() if hearing.outcome is Outcome.ON_AIR]
        assert on_air == ([] if panel.on_air is None else [panel.on_air])


@for_any(beginnings(), steps())
def test_counts_are_those_of_the_voters(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        for question in moment.after.queue.questions.values():
            by_room = Counter(room for room in question.voters.values() if room is not None)
            assert question.score == len(question.voters)
            assert {room: votes for room, votes in question.tally.items() if votes} == by_room
            assert question.support == sum(votes for room, votes in by_room.items() if room != question.room_id)


@for_any(beginnings(), steps())
def test_ballots_mirror_voters(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        queue = moment.after.queue
        cast = {(voter, question.id) for question in queue.questions.values() for voter in question.voters}
        assert {(voter, question) for voter, ballot in queue.ballots.items() for question in ballot} == cast


@for_any(beginnings(), steps())
def test_a_vote_belongs_to_somebody_who_was_admitted(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        assert set(moment.after.queue.ballots) <= set(moment.after.people)


@for_any(beginnings(), steps())
def test_seats_are_the_members_of_a_room(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        rooms = moment.after.rooms
        members = Counter(rooms.members.values())
        assert {room.id: room.seats for room in rooms.rooms.values()} == {room: members[room] for room in rooms.rooms}
        assert not set(rooms.members) & set(rooms.facilitators)


@for_any(beginnings(), steps())
def test_representative_and_deputy_are_two_members_of_their_room(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        rooms = moment.after.rooms
        for room in rooms.rooms.values():
            speakers = [person for person in (room.representative, room.deputy) if person is not None]
            assert len(set(speakers)) == len(speakers)
            assert all(rooms.members.get(person) == room.id for person in speakers)


@for_any(beginnings(), steps())
def test_only_participants_have_a_place_in_a_room(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        rooms = moment.after.rooms
        for person in (*rooms.members, *rooms.facilitators):
            assert "participant" in moment.after.actor(person).roles


@for_any(beginnings(), steps())
def test_spoken_numbers_are_unique(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        numbers = [question.number for question in moment.after.queue.questions.values() if question.number]
        assert len(set(numbers)) == len(numbers)


@for_any(beginnings(), steps())
def test_there_is_always_a_host(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        after = moment.after
        assert any("host" in after.actor(actor).roles for actor in (*LINKS, *after.people))


@for_any(beginnings(), steps())
def test_ranks_of_the_waiting_are_one_to_n(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        seen = view(moment.after, AUDIENCES[0])["questions"].values()
        waiting = [question for question in seen if question["status"] == "open"]
        assert sorted(question["rank"] for question in waiting) == list(range(1, len(waiting) + 1))
        assert all("rank" not in question for question in seen if question["status"] != "open")


# The log


@for_any(st.sampled_from(sorted(BEGINNINGS)), steps())
def test_every_event_survives_the_log(beginning: str, evening: list[Step]) -> None:
    for moment in play(BEGINNINGS[beginning], evening):
        entry = Entry(actor=moment.command.actor.id, at=moment.command.at, events=tuple(moment.events))
        assert decode(encode((entry,))) == (entry,)


@for_any(steps(40))
def test_a_replay_of_the_log_is_the_same_evening(evening: list[Step]) -> None:
    session = given(entered("ph1")).session
    replayed = session
    for moment in play(session, evening):
        (entry,) = decode(encode((Entry(actor="host", at=0, events=tuple(moment.events)),)))
        for event in entry.events:
            replayed = evolve(replayed, event)
        session = moment.after
    for audience in AUDIENCES:
        assert as_json(view(replayed, audience)) == as_json(view(session, audience))
    for actor in ACTORS:
        assert as_json(me(replayed, actor)) == as_json(me(session, actor))
    assert ranking(replayed) == ranking(session)


# What is sent


@for_any(beginnings(), steps(12))
def test_the_old_view_with_the_patch_is_the_new_view(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        for audience in AUDIENCES:
            old, new = as_json(view(moment.before, audience)), as_json(view(moment.after, audience))
            delta = as_json(patch(moment.before, moment.after, audience))
            assert apply(old, delta) == new
            assert (delta == {}) == (old == new)


@for_any(beginnings(), steps())
def test_patches_add_up_over_many_steps(session: Session, evening: list[Step]) -> None:
    states = [session, *(moment.after for moment in play(session, evening))]
    for audience in AUDIENCES:
        shown = as_json(view(session, audience))
        for old, new in pairwise(states):
            shown = apply(shown, as_json(patch(old, new, audience)))
        assert shown == as_json(view(states[-1], audience))


@for_any(beginnings(), steps())
def test_one_patch_leads_over_many_steps(session: Session, evening: list[Step]) -> None:
    last = [moment.after for moment in play(session, evening)][-1]
    for audience in AUDIENCES:
        delta = as_json(patch(session, last, audience))
        assert apply(as_json(view(session, audience)), delta) == as_json(view(last, audience))


@for_any(beginnings(), steps())
def test_a_late_patch_changes_nothing_when_it_comes_twice(session: Session, evening: list[Step]) -> None:
    *_, last = play(session, evening)
    for audience in AUDIENCES:
        delta = as_json(patch(session, last.after, audience))
        assert apply(as_json(view(last.after, audience)), delta) == as_json(view(last.after, audience))


@for_any(beginnings(), steps())
def test_views_hold_no_null(session: Session, evening: list[Step]) -> None:
    *_, last = play(session, evening)
    for audience in AUDIENCES:
        assert not holds_null(as_json(view(last.after, audience)))
    for actor in ACTORS:
        assert not holds_null(as_json(me(last.after, actor)))


@for_any(beginnings(), steps())
def test_where_the_traces_are_equal_nothing_personal_has_changed(session: Session, evening: list[Step]) -> None:
    for moment in play(session, evening):
        for actor in ACTORS:
            if traces(moment.before, actor) == traces(moment.after, actor):
                assert as_json(me(moment.before, actor)) == as_json(me(moment.after, actor))


@for_any(beginnings(), steps())
def test_everybody_with_a_role_has_an_audience_and_nobody_else(session: Session, evening: list[Step]) -> None:
    *_, last = play(session, evening)
    for actor in ACTORS:
        assert (audience_of(last.after, actor) is None) == (not last.after.actor(actor).roles)


# The queue

VOTES = [voted(question, who) for question in ("q1", "q2", "q3") for who in ("ana", "ben", "dee", "fay", "gus")]
ASKED = [asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), entered("ph2")]


@for_any(st.lists(st.sampled_from(VOTES), unique_by=repr), st.randoms(use_true_random=False))
def test_the_order_in_which_votes_arrive_does_not_matter(votes: list[object], chance) -> None:
    shuffled = list(votes)
    chance.shuffle(shuffled)
    for audience in AUDIENCES:
        assert view(given(ASKED, votes).session, audience) == view(given(ASKED, shuffled).session, audience)


def holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(holds_null(each) for each in value.values())
    return any(holds_null(each) for each in value) if isinstance(value, list) else value is None
