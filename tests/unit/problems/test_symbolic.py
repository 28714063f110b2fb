"""Equations, inequalities, polynomials and matrices against SymPy, and answers that only look right."""

import dataclasses
import re
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.problems import LEVELS, check_problem, count_proofs, draw_problem
from tasks.problems.inequalities.check import check_inequality, holds
from tasks.problems.matrix_text import determinant, matrix_text, product, read_matrix
from tasks.problems.polynomial_text import poly_text
from tasks.problems.symbolic_check import coefficients, is_identity
from tasks.records import Problem

X = sympy.Symbol("x", real=True)
numbers = st.integers(-9, 9)


def drawn(subtask: str, template: str, count: int = 6) -> list[Problem]:
    problems = []
    for split in ("train", "heldout_template"):
        for level in LEVELS:
            for index in range(min(40, count_proofs(subtask, split=split, level=level))):
                problem = draw_problem(subtask, seed=5, split=split, level=level, index=index, language="en")
                if problem.provenance["template"] == template:
                    problems.append(problem)
    assert problems
    return problems[:: max(1, len(problems) // count)]


def expression(text: str) -> Any:
    return sympy.sympify(re.sub(r"(?<=[0-9x)])(?=[x(])", "*", text).replace("^", "**"), {"x": X})


def last_two(problem: Problem, **changes: Any) -> Problem:
    last = dataclasses.replace(problem.steps[-1], **changes)
    return dataclasses.replace(
        problem, steps=(*problem.steps[:-1], last), answer=changes.get("output", problem.answer)
    )


@pytest.mark.parametrize("template", ["factoring", "formula", "surd", "biquadratic", "radical"])
def test_roots_are_those_of_sympy(template: str) -> None:
    for problem in drawn("algebra.quadratic", template):
        left, right = problem.givens[0].value.split("=")
        inside = left.removeprefix("sqrt")
        side = expression(inside) if inside == left else sympy.sqrt(expression(inside))
        roots = sympy.solveset(side - expression(right), X, sympy.S.Reals)
        answer = {sympy.sympify(part[2:]) for part in problem.answer.split(",")}
        assert {sympy.simplify(root) for root in roots} == {sympy.simplify(root) for root in answer}


@pytest.mark.parametrize("template", ["expand", "factor", "simplify", "add_fractions"])
def test_expressions_are_equal_for_sympy(template: str) -> None:
    for problem in drawn("algebra.polynomial", template):
        difference = expression(problem.givens[0].value) - expression(problem.answer)
        assert sympy.simplify(difference) == 0


@pytest.mark.parametrize("template", ["signs", "quotient", "linear"])
def test_solution_sets_are_those_of_sympy(template: str) -> None:
    for problem in drawn("algebra.inequality", template, 4):
        left, sign, right = re.split(r"(<=|>=|<|>)", problem.givens[0].value)
        relation = sympy.Rel(expression(left) - expression(right), 0, sign)
        parts = []
        for part in problem.answer.split("U"):
            low, high = (
                sympy.oo if end == "inf" else sympy.sympify(end.replace("inf", "oo"))
                for end in part[1:-1].split(",")
            )
            parts.append(sympy.Interval(low, high, part[0] == "(", part[-1] == ")"))
        assert sympy.solveset(relation, X, sympy.S.Reals) == sympy.Union(*parts)


def test_an_answer_without_a_root_or_with_a_rejected_one_is_refused() -> None:
    for problem in drawn("algebra.quadratic", "radical"):
        found = next(step.claim for step in problem.steps if step.rule == "roots")
        for wrong in (set(found.split(",")), *({part} for part in found.split(","))):
            text = ",".join(sorted(wrong))
            if wrong != set(problem.answer.split(",")):
                with pytest.raises(DataError):
                    check_problem(last_two(problem, claim=text, output=text))


@pytest.mark.parametrize("template", ["linear", "signs", "system", "absolute"])
def test_an_open_end_for_a_closed_one_is_refused(template: str) -> None:
    opposite = str.maketrans("([)]", "[(])")
    for problem in drawn("algebra.inequality", template):
        for place in range(len(problem.answer)):
            wrong = (
                problem.answer[:place]
                + problem.answer[place].translate(opposite)
                + problem.answer[place + 1 :]
            )
            if wrong != problem.answer:
                with pytest.raises(DataError):
                    check_problem(last_two(problem, output=wrong))
                with pytest.raises(DataError):
                    check_inequality(last_two(problem, claim=wrong, output=wrong))


def test_an_unreduced_or_unfactored_answer_is_refused() -> None:
    problem = next(p for p in drawn("algebra.polynomial", "factor", 99) if len(p.steps) == 2)
    polynomial = problem.givens[0].value
    for wrong in (f"1({polynomial})", polynomial):
        with pytest.raises(DataError):
            check_problem(last_two(problem, claim=f"{polynomial}={wrong}", output=wrong))


@settings(max_examples=60, deadline=None)
@given(entries=st.lists(numbers, min_size=9, max_size=9))
def test_determinant_and_product_agree_with_sympy(entries: list[int]) -> None:
    rows = [entries[:3], entries[3:6], entries[6:]]
    matrix = sympy.Matrix(rows)
    assert determinant(rows) == matrix.det()
    assert sympy.Matrix(product(rows, rows)) == matrix * matrix
    assert read_matrix(matrix_text(rows)) == rows


@settings(max_examples=60, deadline=None)
@given(coefs=st.lists(numbers, min_size=2, max_size=6), changed=st.integers(0, 5), by=st.integers(1, 9))
def test_a_polynomial_is_identical_to_itself_alone(coefs: list[int], changed: int, by: int) -> None:
    other = list(coefs)
    other[changed % len(coefs)] += by
    assert is_identity(f"{poly_text(coefs)}={poly_text(coefs)}")
    assert not is_identity(f"{poly_text(coefs)}={poly_text(other)}")
    read = coefficients(poly_text(coefs))
    assert [0] * (len(coefs) - len(read)) + read == coefs


@pytest.mark.parametrize(
    "text", ["[]", "[[1,2],[3]]", "[[1,2]", "[[2/4]]", "[[1/0]]", "[[1]]x", "[[--1]]", "[[1-2]]"]
)
def test_what_is_no_matrix_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a matrix"):
        read_matrix(text)


@pytest.mark.parametrize("text", ["x", "1<", "x<2<", "x=2"])
def test_what_is_no_inequality_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        holds(text, Fraction(1))
