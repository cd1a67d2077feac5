"""The log in memory, on which the tests of the handler stand, keeps the promises that every log keeps."""

import pytest

from tests.eventlog import test_contract as contract
from tests.fakes import MemoryLog, Shelf


class MemoryStore:
    def __init__(self) -> None:
        self.shelf = Shelf()

    async def open(self) -> MemoryLog:
        return MemoryLog(self.shelf)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


log = contract.log
LONG = "test_any_interleaving_of_appends_and_erasures_matches_a_dictionary"  # as long as all the others together
globals().update({name: test for name, test in vars(contract).items() if name.startswith("test_") and name != LONG})
