"""Derivatives and antiderivatives as expressions: SymPy agrees, and what is false is refused."""

import re

import pytest
import sympy

from tasks.problems import LEVELS, draw_problem
from tasks.problems.calculus_terms import is_slope


def _parsed(text: str) -> sympy.Expr:
    products = re.sub(r"(\d|\))([a-zA-Z(])", r"\1*\2", text).replace("^", "**").replace("e**", "E**")
    return sympy.sympify(products.replace("C", "0"), locals={"ln": sympy.log})


@pytest.mark.parametrize(
    ("subtask", "template"),
    [("calculus.derivative", "sum_of_functions"), ("calculus.integral", "indefinite")],
)
def test_sympy_finds_the_same_expression(subtask: str, template: str) -> None:
    x, found = sympy.Symbol("x"), 0
    for level in LEVELS[:3]:
        for index in range(12):
            problem = draw_problem(subtask, seed=9, split="train", level=level, index=index, language="en")
            if problem.provenance["template"] == template:
                asked, answer = _parsed(problem.givens[0].value), _parsed(problem.answer)
                whole, part = (asked, answer) if template == "sum_of_functions" else (answer, asked)
                assert sympy.simplify(sympy.diff(whole, x) - part) == 0
                found += 1
    assert found > 5


@pytest.mark.parametrize(
    ("function", "slope"),
    [
        ("3x^4", "12x^4"),
        ("2sin(3x)", "-6cos(3x)"),
        ("5e^(2x)", "10e^(3x)"),
        ("4ln(x)", "4x"),
        ("x^2+7", "2x+7"),
        ("x^2", ""),
        ("x^2", "2x;"),
    ],
)
def test_a_false_derivative_is_refused(function: str, slope: str) -> None:
    assert not is_slope(function, slope)


def test_a_constant_of_integration_has_no_slope() -> None:
    assert is_slope("x^3-2cos(x)+C", "3x^2+2sin(x)")
