import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.rewards import REWARDS, AnswerReward
from tasks.rewards.answer import score_completion
from tasks.verify import Outcome


class Letters:
    """A tokenizer of code points."""

    def decode(self, ids: list[int], *, skip_special_tokens: bool) -> str:
        assert not skip_special_tokens, "the control tokens are part of the format"
        return "".join(map(chr, ids))


def ids(text: str) -> list[int]:
    return [ord(c) for c in text]


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


def test_a_verdict_of_undecided_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    class Verdict:
        outcome = Outcome.UNDECIDED

    monkeypatch.setattr("tasks.rewards.answer.same_value", lambda *_, **__: Verdict)
    found = score_completion("<answer>1</answer><|end|>", "1")
    assert (found.reward, found.outcome) == (0, Outcome.UNDECIDED)


def test_a_judge_that_breaks_stops_the_run() -> None:
    with pytest.raises(DataError):
        AnswerReward(Letters())(
            prompts=["q"], completion_ids=[ids("<answer>1</answer><|end|>")], answer=[""], log_metric=None
        )


def test_rewards_are_named_picklable_and_report_their_components() -> None:
    reward = pickle.loads(pickle.dumps(REWARDS["answer"](Letters())))  # noqa: S301
    found: dict[str, float] = {}
    scores = reward(
        prompts=["q"] * 4,
        completion_ids=[
            ids("<answer>1</answer><|end|>"),
            ids("<think>x</think><answer>1</answer><|end|>"),
            ids("<answer>1</answer>"),
            ids("1<|end|>"),
        ],
        answer=["1"] * 4,
        log_metric=found.__setitem__,
        trainer_state=None,
    )
    assert scores == [1, 1, 0, 0]
    assert found["reward/pass_rate"] == found["reward/total"] == 0.5
    assert (found["reward/ended"], found["reward/in_format"], found["reward/reasoned"]) == (0.75, 0.75, 0.25)
    assert reward.__name__ == "answer"
    assert [row["reward"] for row in reward.last] == scores
