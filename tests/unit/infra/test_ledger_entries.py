"""What the entries of the ledger add up to, against a model that keeps the whole history."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from release_processes import entry

from infra.ledger_entries import Entry, encode, fold, moved, promotions
from tasks.errors import ReleaseError


class LedgerAgainstAStack(RuleBasedStateMachine):
    """The model: a stack of versions; a rollback pops down to its version."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.stack: list[int] = []

    @rule(version=st.integers(1, 8))
    def promote(self, version: int) -> None:
        self.entries.append(entry("promote", version))
        if version in self.stack:
            self.stack.remove(version)
        self.stack.append(version)

    @precondition(lambda self: self.stack)
    @rule(data=st.data())
    def roll_back(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(self.stack[-3:]))
        self.entries.append(entry("rollback", version))
        while self.stack[-1] != version:
            self.stack.pop()

    @precondition(lambda self: len(self.stack) > 3)
    @rule(data=st.data())
    def refuse_a_rollback_further_back(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(self.stack[:-3]))
        with pytest.raises(ReleaseError):
            moved(fold(self.entries), "rollback", version)

    @invariant()
    def live_versions_are_the_stack_from_the_top(self) -> None:
        live = fold(self.entries)
        assert live == tuple(reversed(self.stack))
        assert len(set(live)) == len(live)
        assert set(live) <= set(promotions(self.entries))


LedgerAgainstAStack.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_the_list_is_a_stack = LedgerAgainstAStack.TestCase


def test_a_refused_rollback_names_the_allowed_versions() -> None:
    live = fold([entry("promote", v) for v in (1, 2, 3, 4)])
    with pytest.raises(ReleaseError, match="version 1: the last stable releases are 4, 3, 2"):
        moved(live, "rollback", 1)


def test_nothing_can_be_rolled_back_before_the_first_release() -> None:
    with pytest.raises(ReleaseError, match="nothing is released yet"):
        moved((), "rollback", 1)


def test_after_a_rollback_an_older_version_is_among_the_three_again() -> None:
    entries = [entry("promote", v) for v in (1, 2, 3, 4)]
    assert fold([*entries, entry("rollback", 3)])[:3] == (3, 2, 1)


@given(st.text(max_size=9_000))
@settings(max_examples=50, deadline=None)
def test_an_entry_is_never_longer_than_mlflow_keeps(why: str) -> None:
    text = encode(entry("promote", 1, why=why))
    assert len(text) <= 6_000


def test_an_evaluation_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ReleaseError, match="tables belong to the run"):
        encode(entry("promote", 1, evaluation={"rows": "x" * 6_000}))
