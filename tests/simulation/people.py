"""Who does what on an evening: mostly what makes sense just then, now and then what does not."""

from random import Random

from orchestrator.messages import LINKS, Command
from orchestrator.session.state import Session
from tests.simulation.draws import Draws
from tests.simulation.wishes import AFTER, BY_KIND, HOSTS, vote

Wish = tuple[str, Command]


class People:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._draws = Draws(random)

    def wish(self, session: Session) -> Wish:
        """What somebody wants; of twenty wishes one is sent by whomever."""
        draws = self._begin(session)
        phase = session.agenda.phase
        groups = AFTER if session.finished_at else BY_KIND[phase.kind if phase else None]
        group = self._random.choices(tuple(groups), tuple(groups.values()))[0]
        command = self._random.choices(*group)[0](draws)
        who = draws.who or draws.one(HOSTS)
        if self._random.random() < 0.05:
            who = draws.one((*LINKS, *draws.everybody(), "zoe"))
        return who, command

    def vote(self, session: Session) -> Wish:
        draws = self._begin(session)
        command = vote(draws)
        return draws.who, command

    def _begin(self, session: Session) -> Draws:
        self._draws.session, self._draws.who = session, ""
        return self._draws
