"""The judge's verdicts on everyday answers."""

import pytest

from tasks.errors import DataError
from tasks.verify import Outcome, extract_answer, judge, judge_many, same_value

RIGHT = [
    ("36", "<think>30+6=36</think><answer>36</answer><|end|>"),
    ("1/2", r"so it is \boxed{\frac{1}{2}}."),
    ("1/2", "0.5"),
    ("50%", "1/2"),
    ("72", "He has 48+24=72.\n#### 72"),
    ("1000", "The answer is 1,000."),
    ("B", "故选：(B)"),
    ("800", "所以答案是800"),
    ("true", "<answer>True</answer>"),
]
WRONG = [
    ("36", "<think>36</think><answer>35</answer>"),
    ("36", "<think>so 36</think> I do not know, 35"),
    ("36", "<answer>36</answer><answer>35</answer>"),
    ("B", "<answer>C</answer>"),
    ("true", "false"),
]


@pytest.mark.parametrize(("reference", "completion"), RIGHT)
def test_right_answers_are_correct(reference: str, completion: str) -> None:
    assert judge(reference, completion).outcome is Outcome.CORRECT


@pytest.mark.parametrize(("reference", "completion"), WRONG)
def test_other_answers_are_never_correct(reference: str, completion: str) -> None:
    assert judge(reference, completion).outcome is not Outcome.CORRECT


def test_an_answer_hidden_in_the_thinking_does_not_count() -> None:
    assert extract_answer("<think>\\boxed{5}</think>") is None
    assert extract_answer("<think>\\boxed{5}") is None


def test_an_empty_reference_is_an_error_of_the_data() -> None:
    with pytest.raises(DataError, match="empty"):
        same_value("1", " ")


def test_many_gives_one_verdict_each_in_order() -> None:
    pairs = [(str(n), str(n + n % 2)) for n in range(50)]
    assert [v.correct for v in judge_many(pairs)] == [n % 2 == 0 for n in range(50)]
