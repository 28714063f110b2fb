"""What many proofs have in common: terms added one after another, and numbers that are short to write."""

from collections.abc import Sequence
from fractions import Fraction

from tasks.problems.proof import ProofStep


def add_up(
    steps: list[ProofStep],
    terms: Sequence[tuple[str, int | Fraction]],
    name: str,
    *,
    rule: str = "add",
    unit: str = "",
) -> tuple[str, int | Fraction]:
    """Append the steps that add terms one after another.

    Args:
        steps: Of a proof; one is appended for each term but the first.
        terms: (name, value) of quantities of the proof, at least one.
        name: Of the partial sums, which are numbered from 2.
        rule: Sentence of these steps, with {0}, {1} and {output}.
        unit: Of the sums.

    Returns:
        Name and value of the total.
    """
    before, total = terms[0]
    for number, (term, value) in enumerate(terms[1:], start=2):
        total += value
        steps.append(ProofStep(f"{name}{number}", f"{before}+{term}", total, rule, unit))
        before = f"{name}{number}"
    return before, total


def short(*values: int | Fraction, places: int = 2) -> bool:
    """Whether values end within so many decimals."""
    return all(10**places % value.denominator == 0 for value in values)
