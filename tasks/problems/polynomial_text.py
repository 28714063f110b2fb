"""Polynomials in one variable with whole coefficients, highest first, and their text: `3x^2-x+5`."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Poly = tuple[int, ...]
"""Coefficients, that of the highest power first."""


def poly_text(coefs: Sequence[int], x: str = "x") -> str:
    """`(3, 0, -1, 5)` -> `3x^3-x+5`; `0` if all are zero."""
    text, degree = "", len(coefs) - 1
    for power, coef in zip(range(degree, -1, -1), coefs, strict=True):
        text += signed(coef, power, x) if text else signed(coef, power, x).removeprefix("+")
    return text or "0"


def signed(coef: int, power: int, x: str = "x") -> str:
    """A term with its sign, `+3x^2`; empty for a zero."""
    if not coef:
        return ""
    size = "" if abs(coef) == 1 and power else str(abs(coef))
    tail = "" if not power else x if power == 1 else f"{x}^{power}"
    return ("-" if coef < 0 else "+") + size + tail


def add(left: Sequence[int], right: Sequence[int], factor: int = 1) -> Poly:
    """`left + factor*right`, without leading zeros."""
    size = max(len(left), len(right))
    a, b = [0] * (size - len(left)) + list(left), [0] * (size - len(right)) + list(right)
    total = [p + factor * q for p, q in zip(a, b, strict=True)]
    while len(total) > 1 and not total[0]:
        del total[0]
    return tuple(total)


def multiply(left: Sequence[int], right: Sequence[int]) -> Poly:
    """The product."""
    product = [0] * (len(left) + len(right) - 1)
    for i, p in enumerate(left):
        for j, q in enumerate(right):
            product[i + j] += p * q
    return tuple(product)


def from_roots(roots: Sequence[int], lead: int = 1) -> Poly:
    """`lead*(x-r1)*(x-r2)*...`"""
    product: Poly = (lead,)
    for root in roots:
        product = multiply(product, (1, -root))
    return product


def factors_text(roots: Sequence[int], lead: int = 1) -> str:
    """`2(x-1)(x+3)^2`, the factors in the order of the roots."""
    text = {1: "", -1: "-"}.get(lead, str(lead))
    for root, count in Counter(roots).items():
        text += f"({poly_text((1, -root))})" + (f"^{count}" if count > 1 else "")
    return text


def roots_text(roots: Sequence[int | Fraction]) -> str:
    """`x=-3,x=1/2`, ascending, each once."""
    return ",".join(f"x={root}" for root in sorted(set(roots)))


def in_brackets(value: int | Fraction) -> str:
    """A number to stand after a sign: `3`, `(-3)`, `(1/2)`."""
    return f"({value})" if value < 0 or Fraction(value).denominator > 1 else str(value)
