"""Truth tables, enumeration and Z3 agree; renaming makes no new proof."""

import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.problems.logic import Formula, Literal, _canonical, draw_propositional, find_countermodel
from tasks.problems.logic_check import entails, holds, parse_formula, variables

LETTERS = "abcd"

literals = st.builds(Literal, st.integers(0, 3), st.booleans())
formulas = st.one_of(
    st.builds(Formula, literals, st.just(""), st.none()),
    st.builds(Formula, literals, st.sampled_from(("->", "|")), literals),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas, min_size=1, max_size=5), literals)
def test_truth_table_enumeration_and_z3_agree(premises: list[Formula], goal: Literal) -> None:
    conclusion = Formula(goal)
    trees = [parse_formula(formula.text(LETTERS)) for formula in (*premises, conclusion)]
    rows = (dict(zip(LETTERS, row, strict=True)) for row in itertools.product((False, True), repeat=4))
    refuted = any(all(holds(t, row) for t in trees[:-1]) and not holds(trees[-1], row) for row in rows)
    model = find_countermodel(premises, conclusion)
    assert (model is not None) == refuted == (not entails(trees[:-1], trees[-1]))
    if model is not None:
        row = {letter: bool(model >> i & 1) for i, letter in enumerate(LETTERS)}
        assert all(holds(tree, row) for tree in trees[:-1])
        assert not holds(trees[-1], row)


@given(st.lists(formulas, min_size=1, max_size=5), literals, st.permutations(range(4)), st.randoms())
def test_renaming_and_reordering_keep_the_key(
    premises: list[Formula], goal: Literal, order: list[int], random: Random
) -> None:
    def rename(formula: Formula) -> Formula:
        left, *right = (Literal(order[part.variable], part.holds) for part in formula.parts())
        return Formula(left, formula.sign, *right)

    renamed = [rename(premise) for premise in premises]
    random.shuffle(renamed)
    assert _canonical(renamed, rename(Formula(goal))) == _canonical(premises, Formula(goal))


def test_both_answers_are_about_equally_likely_at_every_length() -> None:
    for num_steps in (1, 2, 5, 9):
        answers = [draw_propositional(Random(i), num_steps).answer for i in range(200)]
        assert 60 < answers.count("true") < 140


@pytest.mark.parametrize("text", ["", "p->", "~", "(p", "p q", "P", "p&&q", "p)", "pq", "p<-q", "p" * 300])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_formula(text)


def test_precedence_is_not_and_or_implies() -> None:
    assert parse_formula("~p&q|r->s") == ("->", ("|", ("&", ("~", ("p",)), ("q",)), ("r",)), ("s",))
    assert variables(parse_formula("~p&q|r->p")) == {"p", "q", "r"}
