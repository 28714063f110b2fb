"""The reward as a trainer calls it, and what it logs."""

import pickle

import pytest

from tasks.errors import DataError
from tasks.params.reward import RewardParams
from tasks.rewards import COMPONENTS, Reward
from tasks.rewards.alarm import Alarm

PROMPT = "<|user|>What is 37+8-9?<|assistant|>"
WORKED = "<think>37+8=45;45-9=36</think><answer>36</answer><|end|>"
SHORT = "<answer>36</answer><|end|>"
WRONG = "<answer>35</answer><|end|>"


class Letters:
    """A tokenizer of code points."""

    def decode(self, ids: list[int], *, skip_special_tokens: bool) -> str:
        assert not skip_special_tokens, "the control tokens are part of the format"
        return "".join(map(chr, ids))


def ids(text: str) -> list[int]:
    return [ord(c) for c in text]


def call(kind: str, texts: list[str]) -> tuple[list[float], dict[str, float], Reward]:
    reward = pickle.loads(pickle.dumps(Reward(Letters(), RewardParams(kind=kind))))  # noqa: S301
    found: dict[str, float] = {}
    scores = reward(
        prompts=[PROMPT] * len(texts),
        completion_ids=[ids(text) for text in texts],
        answer=["36"] * len(texts),
        log_metric=found.__setitem__,
        trainer_state=None,
    )
    return scores, found, reward


def test_the_plain_reward_is_one_or_zero_and_measures_every_component() -> None:
    scores, found, reward = call("answer", [WORKED, SHORT, WRONG, "36<|end|>"])
    assert scores == [1, 1, 0, 0]
    assert found["reward/pass_rate"] == found["reward/total"] == 0.5
    assert {f"reward/{name}" for name in COMPONENTS} <= set(found)
    assert (found["reward/ended"], found["reward/format"], found["reward/reasoned"]) == (1, 0.75, 0.25)
    assert reward.__name__ == "answer"
    assert [row["reward"] for row in reward.last] == scores


def test_the_layered_reward_pays_work_and_says_what_it_paid_for() -> None:
    scores, found, _ = call("layered", [WORKED, SHORT, WRONG, SHORT])
    assert scores == [pytest.approx(1), pytest.approx(0.4), 0, pytest.approx(0.4)]
    assert found["reward/pay_if_right"] == pytest.approx(0.6)
    shares = [found[f"reward/share_{name}"] for name in ("symbolic", "logic", "coherence")]
    assert sum(shares) == pytest.approx(1)
    assert found["reward/dominance"] == pytest.approx(shares[0] / 0.4)


def test_a_judge_that_breaks_stops_the_run() -> None:
    with pytest.raises(DataError):
        Reward(Letters(), RewardParams())(prompts=["q"], completion_ids=[ids(SHORT)], answer=[""])


def test_the_mean_reward_is_taken_once() -> None:
    _, _, reward = call("layered", [WORKED, WRONG])
    assert reward.take_mean() == pytest.approx(0.5)
    assert reward.take_mean() != reward.take_mean(), "NaN: there was no call since"


def test_the_alarm_rings_when_the_reward_rises_alone_for_two_evaluations() -> None:
    alarm = Alarm(0.5)
    looks = [(0.3, 0.6), (0.5, 0.7), (0.7, 0.7), (0.7, 0.6), (0.9, 0.5), (0.51, 0.5), (0.9, 0.8)]
    assert [alarm.look(*look) for look in looks] == [0, 0, 0, 1, 1, 0, 0]
    assert Alarm(0.5).look(float("nan"), 0.1) == 0
