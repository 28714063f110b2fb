"""The product rule, one multiplication a step."""

from collections.abc import Sequence

from tasks.problems.proof import ProofStep

MAX_WAYS = 10**10
"""A problem with a greater result is a hole."""

PRODUCT_EN = {"product": "The product rule gives {0} times {1}, so {output}."}
PRODUCT_ZH = {"product": "由乘法原理，{0}×{1}={output}。"}


def multiply(steps: list[ProofStep], names: Sequence[str], values: Sequence[int]) -> str:
    """Append the products of these results, one a step; the name of the last."""
    before, total = names[0], values[0]
    for number, (name, value) in enumerate(zip(names[1:], values[1:], strict=True), start=2):
        total *= value
        steps.append(ProofStep(f"product{number}", f"{before}*{name}", total, "product"))
        before = f"product{number}"
    return before
