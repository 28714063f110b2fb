"""Truth tables, enumeration and Z3 agree; renaming makes no new proof."""

import itertools
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.problems import draw_problem
from tasks.problems.logic import Formula, Literal, find_countermodel
from tasks.problems.logic_check import entails, entails_by_z3, holds, parse_formula, variables
from tasks.records import Problem

LETTERS = "abcd"

literals = st.builds(Literal, st.integers(0, 3), st.booleans())
formulas = st.one_of(
    st.builds(Formula, literals, st.just(""), st.none()),
    st.builds(Formula, literals, st.sampled_from(("->", "|", "~&")), literals),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas, min_size=1, max_size=5), literals)
def test_truth_table_enumeration_resolution_and_z3_agree(premises: list[Formula], goal: Literal) -> None:
    conclusion = Formula(goal)
    trees = [parse_formula(formula.text(LETTERS)) for formula in (*premises, conclusion)]
    rows = (dict(zip(LETTERS, row, strict=True)) for row in itertools.product((False, True), repeat=4))
    refuted = any(all(holds(t, row) for t in trees[:-1]) and not holds(trees[-1], row) for row in rows)
    model = find_countermodel(premises, conclusion)
    assert (model is not None) == refuted == (not entails(trees[:-1], trees[-1]))
    assert refuted != entails_by_z3(trees[:-1], trees[-1])
    if model is not None:
        row = {letter: bool(model >> i & 1) for i, letter in enumerate(LETTERS)}
        assert all(holds(tree, row) for tree in trees[:-1])
        assert not holds(trees[-1], row)


def test_what_is_no_clause_goes_to_z3() -> None:
    premises = [parse_formula("(p&q)|r"), parse_formula("~r")]
    assert entails(premises, parse_formula("p&q"))
    assert not entails(premises, parse_formula("r"))


def test_both_answers_are_about_equally_likely_at_every_level() -> None:
    for level in (1, 2, 3, 4, 5):
        answers = [
            draw_problem(
                "logic.propositional", seed=1, split="train", level=level, index=index, language="en"
            ).answer
            for index in range(100)
        ]
        assert 40 <= answers.count("true") <= 60


def _shape(problem: Problem) -> str:
    """The question with its letters renamed so that its sorted text is the least."""
    *premises, conclusion = (given.value for given in problem.givens)
    letters = sorted(set("".join(premises) + conclusion) & set(string.ascii_lowercase))
    return min(
        f"{sorted(text.translate(names) for text in premises)} {conclusion.translate(names)}"
        for order in itertools.permutations(string.ascii_uppercase[: len(letters)])
        for names in [str.maketrans(dict(zip(letters, order, strict=True)))]
    )


@pytest.mark.parametrize("split", ["train", "eval", "heldout_template"])
@pytest.mark.parametrize("level", [1, 2])
def test_no_two_questions_differ_only_in_letters_and_order(split: Any, level: int) -> None:
    shapes = [
        _shape(problem)
        for index in range(400)
        for problem in [
            draw_problem("logic.propositional", seed=1, split=split, level=level, index=index, language="en")
        ]
        if len(problem.givens) < 6
    ]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("text", ["", "p->", "~", "(p", "p q", "P", "p&&q", "p)", "pq", "p<-q", "p" * 300])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_formula(text)


def test_precedence_is_not_and_or_implies() -> None:
    assert parse_formula("~p&q|r->s") == ("->", ("|", ("&", ("~", ("p",)), ("q",)), ("r",)), ("s",))
    assert variables(parse_formula("~p&q|r->p")) == {"p", "q", "r"}
