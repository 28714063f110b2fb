"""Plans of a refresh: whole numbers that add up and stay within what there is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.plan import fill, plan_refresh
from tasks.params.data import MixParams

CELLS = ["a", "b", "c", "d"]
ROWS = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 400))
WEIGHTS = st.dictionaries(st.sampled_from(CELLS), st.floats(0, 9))


@given(total=st.integers(0, 900), wishes=WEIGHTS, data=st.data())
@settings(max_examples=100, deadline=None)
def test_filling_gives_what_there_is_and_never_more_than_a_cap(
    total: int, wishes: dict[str, float], data: st.DataObject
) -> None:
    caps = {cell: data.draw(st.integers(0, 200)) for cell in wishes}
    given_ = fill(total, wishes, caps)
    assert sum(given_.values()) == min(total, sum(caps.values()))
    assert all(0 <= given_[cell] <= caps[cell] for cell in wishes)


def test_filling_goes_by_the_wishes_while_caps_allow() -> None:
    assert fill(100, {"a": 3, "b": 1}, {"a": 1000, "b": 1000}) == {"a": 75, "b": 25}
    assert fill(100, {"a": 3, "b": 1}, {"a": 10, "b": 1000}) == {"a": 10, "b": 90}
    assert fill(5, {"a": 0, "b": 0}, {"a": 9, "b": 1}) == {"a": 5, "b": 0}


@given(old=ROWS, candidates=ROWS, shares=WEIGHTS)
@settings(max_examples=100, deadline=None)
def test_a_plan_takes_what_is_there_and_keeps_its_least(
    old: dict[str, int], candidates: dict[str, int], shares: dict[str, float]
) -> None:
    params, num_old = MixParams(), sum(old.values())
    if num_old == 0:
        return
    shares = {cell: share + 0.01 for cell, share in shares.items()}
    plan = plan_refresh(params, old=old, candidates=candidates, shares=shares)
    assert all(number <= candidates.get(cell, 0) for cell, number in plan.take.items())
    assert all(number <= old.get(cell, 0) for cell, number in plan.drop.items())
    assert num_old - sum(plan.drop.values()) >= int(params.min_kept_share * num_old)
    assert sum(plan.take.values()) <= round(params.new_share * num_old)


def test_equal_shares_change_nothing_but_the_rows() -> None:
    rows = {"a": 1000, "b": 500}
    shares = {"a": 2.0, "b": 1.0}
    plan = plan_refresh(MixParams(), old=rows, candidates={"a": 400, "b": 400}, shares=shares)
    assert plan.take == plan.drop == {"a": 100, "b": 50}
