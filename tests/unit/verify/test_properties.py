"""Properties of the judge over generated answers."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.verify import Outcome, extract_answer, judge

FEW = settings(max_examples=60, deadline=None)
integers = st.integers(-(10**9), 10**9)
small = st.integers(-30, 30)


def _judge(reference: str, completion: str) -> bool:
    return judge(reference, completion, second_opinion=False).correct


@FEW
@given(
    integers,
    st.sampled_from(
        [
            "{}",
            "\\boxed{{{}}}",
            "<answer>{}</answer>",
            "#### {}",
            "The answer is {}.",
            "故答案为：{}",
            "x = {}",
        ]
    ),
)
def test_a_number_equals_itself_in_any_frame_and_no_neighbour(n: int, frame: str) -> None:
    assert _judge(str(n), frame.format(n))
    assert not _judge(str(n), frame.format(n + 1))


@FEW
@given(st.integers(-999, 999), st.integers(1, 999), st.integers(1, 9))
def test_a_fraction_equals_its_other_forms(above: int, below: int, factor: int) -> None:
    reference = f"\\frac{{{above}}}{{{below}}}"
    assert _judge(reference, f"{above * factor}/{below * factor}")
    assert not _judge(reference, f"\\frac{{{above + 1}}}{{{below}}}")
    value = Fraction(above, below)
    if value.denominator in (1, 2, 4, 5, 8, 10, 20, 25):
        assert _judge(reference, f"{float(value)}")


@FEW
@given(small, small, small, small)
def test_a_product_equals_its_expansion(a: int, b: int, c: int, d: int) -> None:
    expanded = f"({a * c})x^2+({a * d + b * c})x+({b * d})"
    assert _judge(f"({a}x+{b})({c}x+{d})", expanded)
    assert not _judge(f"({a}x+{b})({c}x+{d})", expanded + "+1")


@FEW
@given(st.lists(small, min_size=2, max_size=6, unique=True))
def test_sets_know_no_order_and_tuples_do(values: list[int]) -> None:
    shuffled = values[::-1]
    assert _judge("\\{" + ",".join(map(str, values)) + "\\}", "\\{" + ",".join(map(str, shuffled)) + "\\}")
    assert not _judge("(" + ",".join(map(str, values)) + ")", "(" + ",".join(map(str, shuffled)) + ")")
    assert not _judge(
        "\\{" + ",".join(map(str, values)) + "\\}", "\\{" + ",".join(map(str, values[1:])) + "\\}"
    )


@FEW
@given(small, st.integers(1, 30), st.booleans(), st.booleans())
def test_an_interval_is_its_inequality(low: int, width: int, closed: bool, other: bool) -> None:
    high = low + width
    left, right = ("<=" if closed else "<"), (" \\le " if other else "<")
    interval = f"{'[' if closed else '('}{low},{high}{']' if other else ')'}"
    assert _judge(interval, f"{low}{left}x{right}{high}")
    assert not _judge(interval, f"{low}{'<' if closed else '<='}x{right}{high}")


@FEW
@given(st.text(max_size=200))
def test_any_text_is_judged_without_an_exception(text: str) -> None:
    extract_answer(text)
    assert judge("x^2+\\frac{1}{2}", text, second_opinion=False).outcome in Outcome


@FEW
@given(st.text(alphabet="0123456789+-*/^_=<>(){}[]|,.;:!%\\ xyefπ√∪fracsqrtbin", max_size=80))
def test_any_mathematical_noise_is_judged_without_an_exception(text: str) -> None:
    assert judge("x^2+\\frac{1}{2}", text, second_opinion=False).outcome in Outcome
    assert judge("(1,2)", text, second_opinion=False).outcome in Outcome
