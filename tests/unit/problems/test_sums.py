"""Terms are added one after another, and short numbers are those that end within some decimals."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tasks.problems.evaluate import evaluate
from tasks.problems.proof import ProofStep
from tasks.problems.sums import add_up, short


@given(st.lists(st.fractions(-50, 50, max_denominator=20), min_size=1, max_size=8))
def test_each_step_adds_one_term_and_the_last_is_the_total(values: list[Fraction]) -> None:
    known = {f"x{n}": value for n, value in enumerate(values)}
    steps: list[ProofStep] = []
    name, total = add_up(steps, list(known.items()), "s")
    assert len(steps) == len(values) - 1
    for step in steps:
        known[step.name] = evaluate(step.formula, known)
        assert step.value == known[step.name]
    assert (known[name], total) == (sum(values), sum(values))


def test_short_numbers_end_within_some_decimals() -> None:
    assert short(7, Fraction(1, 4), Fraction(-3, 100))
    assert not short(7, Fraction(1, 8))
    assert short(Fraction(1, 8), places=3)
    assert not short(Fraction(1, 3), places=6)
