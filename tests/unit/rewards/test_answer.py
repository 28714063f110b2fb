"""The strict 0/1 score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.rewards.answer import judge_whole, score_completion
from tasks.verify import Outcome


@pytest.mark.parametrize(
    "text",
    [
        "<answer>12</answer><|end|>",
        "<think>3*4=12</think><answer>12</answer><|end|>",
        "<answer> 12</answer><|end|>",
    ],
)
def test_the_right_answer_in_the_format_earns_one(text: str) -> None:
    assert score_completion(text, "12").reward == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "<|end|>",
        "<answer></answer><|end|>",
        "<answer>12</answer>",  # cut before it ended
        "<answer>12</answer><|end|><|end|>",
        "<answer>12</answer> <|user|><|end|>",
        "<answer>13</answer><answer>12</answer><|end|>",
        "<answer>12 or 13</answer><|end|>",
        "<answer><answer>12</answer><|end|>",
        "<think>12</think><|end|>",
        "<think>a</think><think>b</think><answer>12</answer><|end|>",
        "<answer>12</answer><think>x</think><|end|>",
        "so <answer>12</answer><|end|>",
        "<answer>13</answer><|end|>",
        "<answer>\\boxed{13}</answer><|end|>",
    ],
)
def test_everything_else_earns_nothing(text: str) -> None:
    assert score_completion(text, "12").reward == 0


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("probably 13, but maybe 12", "12"),
        ("大概是13，也可能是12", "12"),
        ("0 1 2 3 4 5 12", "12"),
        ("\u202e13 12", "12"),
        ("\\boxed{1} \\boxed{0}", "0"),
        ("13 12", "12"),
        ("false, no, true", "false"),
        ("true, false", "true"),
    ],
)
def test_an_answer_that_hides_among_others_is_none(answer: str, reference: str) -> None:
    assert judge_whole(answer, reference) is not Outcome.CORRECT


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("12", "12"),
        ("$12$", "12"),
        ("x=12", "12"),
        ("12 cm", "12"),
        ("The answer is 12.", "12"),
        ("答案是12。", "12"),
        ("\\boxed{12}", "12"),
        ("１２", "12"),
        ("1,000", "1000"),
        ("\\frac{2}{4}", "1/2"),
        ("True", "true"),
    ],
)
def test_an_answer_with_nothing_beside_it_is_judged_by_its_value(answer: str, reference: str) -> None:
    assert judge_whole(answer, reference) is Outcome.CORRECT


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(
            ["<think>", "</think>", "<answer>", "</answer>", "<|end|>", "<|user|>", "12", "7", " "]
        ),
        max_size=8,
    )
)
def test_a_reward_needs_the_answer_between_one_pair_of_tags_at_the_end(parts: list[str]) -> None:
    text = "".join(parts)
    if score_completion(text, "12").reward:
        assert text.count("<answer>") == text.count("</answer>") == text.count("<|end|>") == 1
        assert text.index("<answer>") < text.index("12", text.index("<answer>")) < text.index("</answer>")


@settings(max_examples=100, deadline=None)
@given(
    values=st.lists(st.integers(0, 99), min_size=2, max_size=4, unique=True),
    join=st.sampled_from([" ", ", ", " or ", "; ", "或", " and maybe ", "\n", " = ", "|", "/ or "]),
)
def test_several_values_never_match_one_of_them(values: list[int], join: str) -> None:
    answer = join.join(map(str, values))
    assert all(judge_whole(answer, str(value)) is not Outcome.CORRECT for value in values)


def test_a_verdict_of_undecided_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    class Verdict:
        outcome = Outcome.UNDECIDED

    monkeypatch.setattr("tasks.rewards.answer.same_value", lambda *_, **__: Verdict)
    found = score_completion("<answer>1</answer><|end|>", "1")
    assert (found.reward, found.outcome) == (0, Outcome.UNDECIDED)
