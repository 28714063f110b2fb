"""What holds for any answer, asked of generated notation and of mutated answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.verify import Outcome, extract_answer
from tasks.verify.grade import judge_here, read_reference, same_value_here
from tasks.verify.notation.reading import normal_text, read

FEW = settings(max_examples=120, deadline=None)

leaves = st.one_of(
    st.integers(0, 999).map(str),
    st.sampled_from(
        [
            "x",
            "y",
            "n",
            "\\pi",
            "e",
            "\\infty",
            "2.50",
            ".5",
            "10^{10}",
            "x_1",
            "90^\\circ",
            "28\\%",
            "二十五",
            "½",
            "5!",
        ]
    ),
)


def _longer(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(
        two.map(lambda p: f"{p[0]}+{p[1]}"),
        two.map(lambda p: f"{p[0]}-{p[1]}"),
        two.map(lambda p: f"{p[0]} \\cdot {p[1]}"),
        two.map(lambda p: f"\\frac{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"({p[0]})^{{{p[1]}}}"),
        two.map(lambda p: f"\\log_{{{p[0]}}} ({p[1]})"),
        parts.map(lambda p: f"\\sqrt{{{p}}}"),
        parts.map(lambda p: f"\\left|{p}\\right|"),
        parts.map(lambda p: f"-({p})"),
        parts.map(lambda p: f"\\sin({p})"),
    )


expressions = st.recursive(leaves, _longer, max_leaves=6)


def _structures(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(
        parts,
        two.map(lambda p: f"({p[0]}, {p[1]})"),
        two.map(lambda p: f"\\{{{p[0]}, {p[1]}\\}}"),
        two.map(lambda p: f"[{p[0]}, {p[1]})"),
        two.map(lambda p: f"{p[0]} \\le x < {p[1]}"),
        two.map(lambda p: f"x={p[0]} \\text{{ or }} x={p[1]}"),
        two.map(lambda p: f"(-\\infty, {p[0]}) \\cup ({p[1]}, \\infty)"),
        two.map(lambda p: f"\\begin{{pmatrix}} {p[0]} & {p[1]} \\\\ 1 & 0 \\end{{pmatrix}}"),
        two.map(lambda p: f"\\begin{{cases}} {p[0]} & x<0 \\\\ {p[1]} & x \\ge 0 \\end{{cases}}"),
        two.map(lambda p: f"{p[0]}:{p[1]}"),
        two.map(lambda p: f"y = {p[0]} x + {p[1]}"),
        parts.map(lambda p: f"{p} \\text{{ cm}}"),
        parts.map(lambda p: f"x \\equiv {p} \\pmod 7"),
    )


answers = _structures(expressions)


@FEW
@given(answers)
def test_a_readable_answer_is_itself_and_the_judge_is_of_one_mind(text: str) -> None:
    try:
        first = judge_here(text, text)
    except DataError:
        return
    assert first.correct or read(normal_text(text)).node is None
    assert same_value_here(text, text).correct
    for cached in (read_reference, normal_text, read):
        cached.cache_clear()
    assert judge_here(text, text) == first


@FEW
@given(answers, answers)
def test_equality_of_values_does_not_depend_on_the_order(a: str, b: str) -> None:
    if any(sign in a + b for sign in (".", "%", ":", "\\circ")):
        return
    there, back = same_value_here(a, b), same_value_here(b, a)
    if Outcome.UNDECIDED not in (there.outcome, back.outcome):
        assert there.correct == back.correct, (there, back)


@FEW
@given(
    answers,
    st.lists(
        st.tuples(
            st.sampled_from(["cut", "double", "insert", "swap"]),
            st.integers(0, 200),
            st.sampled_from(
                [
                    *"(){}[]\\$^_=<>|,.&!%;:'\"-+*/ \n\0\ud83d",
                    "\\frac",
                    "\\boxed{",
                    "<think>",
                    "####",
                    "或",
                    " or ",
                ]
            ),
        ),
        max_size=8,
    ),
)
def test_a_mutated_answer_is_judged_without_an_exception(
    text: str, changes: list[tuple[str, int, str]]
) -> None:
    mutant = text
    for kind, place, piece in changes:
        at = place % (len(mutant) + 1)
        if kind == "cut":
            mutant = mutant[:at] + mutant[at + 1 :]
        elif kind == "double":
            mutant = mutant[:at] * 2 + mutant[at:]
        elif kind == "insert":
            mutant = mutant[:at] + piece + mutant[at:]
        else:
            mutant = mutant[at:] + mutant[:at]
    extract_answer(mutant)
    assert judge_here("x^2+\\frac{1}{2}", mutant).outcome in Outcome
    try:
        assert judge_here(mutant, text).outcome in Outcome
    except DataError:
        assert judge_here(text, mutant).outcome in Outcome


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(answers, answers)
def test_many_more_pairs(a: str, b: str) -> None:
    assert same_value_here(a, b).outcome in Outcome
