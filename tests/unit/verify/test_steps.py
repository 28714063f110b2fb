"""The step checker: proved, refuted, unchecked, and where the first mistake is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.problems import SUBTASKS, draw_problem
from tasks.verify import StepVerdict, check_steps

PROVED, REFUTED, UNCHECKED = StepVerdict.PROVED, StepVerdict.REFUTED, StepVerdict.UNCHECKED


@pytest.mark.parametrize(
    ("trace", "verdicts"),
    [
        ("37+8=45;45-9=36", [PROVED, PROVED]),
        ("37+8=45;45-9=35", [PROVED, REFUTED]),
        ("He read 12 x 2 = <<12*2=24>>24 pages.", [PROVED, PROVED]),
        ("60 students - 40 students = 20 students", [PROVED]),
        ("10 / 3 = 3.33 and 2/3 of 12 gnomes = 8", [PROVED]),
        ("$\\frac{1}{2}+\\frac{1}{3}=\\frac{5}{6}$", [PROVED]),
        ("A = 3 * 4 = 12\nB = A + 5 = 18", [PROVED, REFUTED]),
        ("(x+1)^2 = x^2+2x+1", [PROVED]),
        ("2x+3=11\n2x=8\nx=4", [UNCHECKED, PROVED, PROVED]),
        ("2x+3=11\n2x=9", [UNCHECKED, REFUTED]),
        ("2x+3=11\nx=5", [UNCHECKED, REFUTED]),
        ("12%7=5;12%7=4", [PROVED, REFUTED]),
        ("p->q,p|-q", [PROVED]),
        ("p->q,q|-p", [REFUTED]),
        ("p=1,q=0|=p|q", [PROVED]),
        ("展开，得2x+2=10。所以2x=8。", [UNCHECKED, PROVED]),
        ("Nothing is claimed here.", []),
    ],
)
def test_claims_are_judged_one_by_one(trace: str, verdicts: list[StepVerdict]) -> None:
    assert [claim.verdict for claim in check_steps(trace).claims] == verdicts


def test_equations_of_the_problem_are_premises() -> None:
    assert check_steps("2x=8", "Solve 2x+3=11 for x.").claims[0].verdict is PROVED
    assert check_steps("2x=9", "Solve 2x+3=11 for x.").first_bad == 0


@pytest.mark.parametrize("subtask", sorted(SUBTASKS))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_false_alarm_on_correct_proofs(subtask: str, language: str) -> None:
    for index in range(12):
        problem = draw_problem(
            subtask, seed=5, split="train", level=1 + index % 5, index=index, language=language
        )  # type: ignore[arg-type]
        compact = check_steps(";".join(step.claim for step in problem.steps), problem.prompt)
        assert compact.first_bad is None, compact.claims[compact.first_bad]
        assert compact.claims
        assert check_steps(problem.solution, problem.prompt).first_bad is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 99), min_size=3, max_size=9), st.data())
def test_the_first_mistake_of_a_chain_is_located(numbers: list[int], data: st.DataObject) -> None:
    total, claims = numbers[0], []
    for number in numbers[1:]:
        claims.append([total, number, total + number])
        total += number
    bad = data.draw(st.integers(0, len(claims) - 1))
    claims[bad][2] += data.draw(st.sampled_from([-7, -1, 1, 2, 10]))
    report = check_steps(";".join(f"{a}+{b}={c}" for a, b, c in claims))
    assert report.first_bad == bad


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789+-*/=()xyA%$ .,;\n|~&><abc", max_size=300))
def test_any_noise_is_checked_without_an_exception(trace: str) -> None:
    check_steps(trace, trace)


@pytest.mark.parametrize(
    "trace",
    [
        "1+" * 20_000,
        "=" * 40_000,
        "x=" * 20_000,
        "\\[" * 20_000,
        "$" * 40_001,
        "(" * 40_000,
        "9**9**9=1",
        "1 x 2 " * 7_000,
    ],
)
def test_hostile_traces_end(trace: str) -> None:
    assert check_steps(trace).first_bad in (None, 0)
