"""Claims are evaluated exactly, from hostile text as well."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.problems.claims import sides
from tasks.problems.evaluate import MAX_CHARS, evaluate, same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("37+8-9", 36),
        ("2+3*4", 14),
        ("(2+3)*4", 20),
        ("16%7", 2),
        ("(5+8)*2%7", 5),
        ("1/2+3/4", Fraction(5, 4)),
        ("1/2/(3/4)", Fraction(2, 3)),
        ("6/3", 2),
        ("-3+5", 2),
        ("-3^2", -9),
        ("2^10", 1024),
        ("2^(-2)", Fraction(1, 4)),
        ("5!/3!", 20),
        ("2.5*4", 10),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("C(5,2)+P(4,2)", 22),
        ("gcd(12,18)+lcm(4,6)", 18),
        ("abs(3-5)", 2),
    ],
)
def test_value_is_exact(text: str, value: Fraction) -> None:
    assert evaluate(text) == value


def test_juxtaposition_multiplies() -> None:
    assert evaluate("2(x+3)-3x", {"x": 5}) == 1


def test_irrational_values_are_equal_to_nine_digits() -> None:
    assert same(evaluate("sqrt(2)*sqrt(8)"), 4)
    assert same(evaluate("sin(pi/6)"), Fraction(1, 2))
    assert not same(evaluate("sqrt(2)"), Fraction(141421356, 10**8))
    assert not same(Fraction(1, 3), Fraction(333333333333, 10**12))


@given(st.lists(st.integers(0, 99), min_size=1, max_size=12), st.randoms())
def test_sums_agree_with_python(numbers: list[int], random: object) -> None:
    signs = [random.choice("+-") for _ in numbers[1:]]  # type: ignore[attr-defined]
    text = str(numbers[0]) + "".join(f"{sign}{n}" for sign, n in zip(signs, numbers[1:], strict=True))
    total = numbers[0] + sum(n if s == "+" else -n for s, n in zip(signs, numbers[1:], strict=True))
    assert evaluate(text) == total


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1+",
        "+1",
        "(1",
        "1)",
        "()",
        "1 + 1",
        "1**9",
        "9^9^9",
        "99!",
        "9^64^2",
        "C(999,3)",
        "sqrt()",
        "sqrt(-1)",
        "gcd(1/2,3)",
        "open(1)",
        "1/2/0",
        "ln(0)",
        "exp(9^9)",
        "x",
        "x2",
        ".5",
        "2.",
        "1.2.3",
        "1//2",
        "1/0",
        "5%0",
        "1/(2-2)",
        "__import__('os')",
        "9" * 30,
        "1+" * MAX_CHARS + "1",
        "(" * 100 + "1" + ")" * 100,
        "\u0661+1",
        "\uff11+1",
        "1\n",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        evaluate(text)


@given(st.text(alphabet="0123x+-*/%()^!.,Csqrt", max_size=40))
def test_any_text_is_evaluated_or_refused(text: str) -> None:
    with contextlib.suppress(DataError):
        evaluate(text, {"x": 3})


@pytest.mark.parametrize("claim", ["1+1", "1=1=1", ""])
def test_an_equation_has_one_equals_sign(claim: str) -> None:
    with pytest.raises(DataError, match="not an equation"):
        sides(claim)
