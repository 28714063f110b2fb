"""Claims are evaluated exactly, from hostile text as well."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.problems.claims import MAX_CHARS, evaluate, sides


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
    ],
)
def test_value_is_exact(text: str, value: Fraction) -> None:
    assert evaluate(text) == value


def test_juxtaposition_multiplies() -> None:
    assert evaluate("2(x+3)-3x", x=5) == 1


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
        "x",
        "x2",
        "2.5",
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


@given(st.text(alphabet="0123x+-*/%()", max_size=40))
def test_any_text_is_evaluated_or_refused(text: str) -> None:
    with contextlib.suppress(DataError):
        evaluate(text, x=3)


@pytest.mark.parametrize("claim", ["1+1", "1=1=1", ""])
def test_an_equation_has_one_equals_sign(claim: str) -> None:
    with pytest.raises(DataError, match="not an equation"):
        sides(claim)
