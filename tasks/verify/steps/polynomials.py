"""Exact polynomials in several unknowns: what plain notation with letters evaluates to.

A monomial is the sorted tuple of its letters, `x^2*y` is ("x", "x", "y"); a polynomial maps monomials to
coefficients that are not zero. Two expressions are the same if their polynomials are.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from tasks.verify.notation.nodes import MathError, TooLargeError

Number = int | Fraction
Monomial = tuple[str, ...]
Poly = dict[Monomial, Number]

MAX_TERMS = 120
MAX_DEGREE = 24


class NotPlainError(MathError):
    """Plain notation cannot say it: a division by an unknown, a function without an exact value."""


def symbol(name: str) -> Poly:
    """The polynomial of one letter."""
    return {(name,): 1}


def constant(value: Number) -> Poly:
    """A polynomial without letters."""
    return {(): value} if value else {}


def as_number(poly: Poly) -> Number | None:
    """Its value, if no letter is in it."""
    if not poly:
        return 0
    return poly.get(()) if len(poly) == 1 else None


def plus(a: Poly, b: Poly, factor: Number = 1) -> Poly:
    """`a + factor * b`."""
    total = dict(a)
    for monomial, coefficient in b.items():
        value = total.get(monomial, 0) + factor * coefficient
        if value:
            total[monomial] = value
        else:
            total.pop(monomial, None)
    return _capped(total)


def times(a: Poly, b: Poly) -> Poly:
    """The product.

    Raises:
        TooLargeError: More than 120 terms or a degree over 24.
    """
    total: Poly = {}
    if len(a) * len(b) > 4 * MAX_TERMS:
        raise TooLargeError("terms")
    for left, x in a.items():
        for right, y in b.items():
            monomial = tuple(sorted(left + right))
            total[monomial] = total.get(monomial, 0) + x * y
    return _capped({monomial: value for monomial, value in total.items() if value})


def _capped(poly: Poly) -> Poly:
    if len(poly) > MAX_TERMS or any(len(monomial) > MAX_DEGREE for monomial in poly):
        raise TooLargeError("terms")
    return poly


def letters(poly: Poly) -> set[str]:
    """The unknowns."""
    return {name for monomial in poly for name in monomial}


def degree(poly: Poly) -> int:
    """The highest number of factors of a monomial."""
    return max(map(len, poly), default=0)


def substitute(poly: Poly, values: Mapping[str, Number]) -> Poly:
    """The polynomial with some letters replaced by their values."""
    if not any(name in values for monomial in poly for name in monomial):
        return poly
    total: Poly = {}
    for monomial, coefficient in poly.items():
        rest: Monomial = ()
        for name in monomial:
            if name in values:
                coefficient *= values[name]
            else:
                rest += (name,)
        value = total.get(rest, 0) + coefficient
        if value:
            total[rest] = value
        else:
            total.pop(rest, None)
    return total


def proportional(a: Poly, b: Poly) -> Fraction | None:
    """The number c with `a = c * b`; None if there is none."""
    if not a or a.keys() != b.keys():
        return None
    first = next(iter(a))
    ratio = Fraction(a[first]) / b[first]
    return ratio if all(value == ratio * b[monomial] for monomial, value in a.items()) else None


def coefficients(poly: Poly) -> list[Number]:
    """By powers of the one unknown, the constant first."""
    row: list[Number] = [0] * (degree(poly) + 1)
    for monomial, value in poly.items():
        row[len(monomial)] = value
    return row


def roots(poly: Poly) -> list[Fraction] | None:
    """All real roots of a polynomial in one unknown, ascending; None if one is not rational or unknown."""
    found = _roots(tuple(coefficients(poly)))
    return None if found is None else list(found)


@lru_cache(maxsize=512)
def _roots(coefficients: tuple[Number, ...]) -> tuple[Fraction, ...] | None:
    row = [Fraction(value) for value in coefficients]
    found: list[Fraction] = []
    while len(row) > 3:
        root = next((x for x in _candidates(row) if not value_at(row, x)), None)
        if root is None:
            return None
        found.append(root)
        row = _divided(row, root)
    if len(row) == 2:
        found.append(-row[0] / row[1])
    elif len(row) == 3:
        c, b, a = row
        gap = b * b - 4 * a * c
        if gap >= 0:
            size = Fraction(isqrt(gap.numerator), isqrt(gap.denominator))
            if size * size != gap:
                return None
            found += [(-b - size) / (2 * a), (-b + size) / (2 * a)]
    return tuple(sorted(set(found)))


def _candidates(row: list[Fraction]) -> Iterable[Fraction]:
    if not row[0]:
        yield Fraction(0)
    for bottom in (1, 2, 3, 4, 5):
        for top in range(1, 31):
            yield Fraction(top, bottom)
            yield Fraction(-top, bottom)


def value_at(row: Sequence[Number], x: Fraction) -> Fraction:
    """The value at x of the polynomial with these coefficients, the constant first."""
    total = Fraction(0)
    for coefficient in reversed(row):
        total = total * x + coefficient
    return total


def _divided(row: list[Fraction], root: Fraction) -> list[Fraction]:
    quotient, carry = [], Fraction(0)
    for coefficient in reversed(row):
        carry = carry * root + coefficient
        quotient.append(carry)
    return quotient[-2::-1]
