"""`accuracy_reward` in the place of TRL's."""

import logging
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.errors import DataError
from tasks.rewards import AccuracyReward, accuracy_reward
from tasks.verify import Outcome, Verdict


def says(text: str) -> list[dict[str, object]]:
    return [{"role": "assistant", "content": text}]


def test_conversations_and_plain_texts_are_judged_as_trl_would_call_it() -> None:
    completions = [
        says(r"My answer is \boxed{\frac{1}{3}}"),
        says(r"My answer is \boxed{\frac{1}{2}}"),
        r"so \boxed{0.5}",
        [
            {"role": "tool", "content": "1/3"},
            {"role": "assistant", "content": [{"type": "text", "text": "1/3"}]},
        ],
    ]
    solutions = [r"\frac{1}{3}", r"\frac{1}{3}", "1/2", "$1/3$"]
    assert accuracy_reward(completions, solutions) == [1, 0, 1, 1]
    assert accuracy_reward(completions=completions, solution=solutions, prompts=[""] * 4) == [1, 0, 1, 1]
    assert accuracy_reward([], []) == []


def test_an_unreadable_solution_is_skipped_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    metrics: dict[str, float] = {}
    columns: dict[str, list[object]] = {}
    with caplog.at_level(logging.WARNING):
        found = accuracy_reward(
            ["1", "2", "3"],
            ["1", "", "\\frac{"],
            log_extra=columns.__setitem__,
            log_metric=metrics.__setitem__,
        )
    assert found == [1.0, None, None]
    assert "skipped=2 of=3" in caplog.text
    assert metrics["accuracy/skipped"] == pytest.approx(2 / 3)
    assert columns["verdict"] == ["correct", "[skipped]", "[skipped]"]


def test_an_undecided_answer_earns_nothing_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.rewards.accuracy.judge", lambda *_, **__: Verdict(Outcome.UNDECIDED, "?", ""))
    metrics: dict[str, float] = {}
    assert accuracy_reward(["?"], ["1"], log_metric=metrics.__setitem__) == [0.0]
    assert metrics["accuracy/undecided"] == 1


@pytest.mark.parametrize("broken", [[], [3], [{"role": "assistant"}], 7, [{"content": None}]])
def test_what_is_no_completion_is_refused(broken: object) -> None:
    with pytest.raises(DataError, match="expected a text or a list of messages"):
        accuracy_reward([broken], ["1"])  # type: ignore[list-item]


def test_counts_must_agree() -> None:
    with pytest.raises(ValueError, match="zip"):
        accuracy_reward(["1", "2"], ["1"])


def test_it_pickles_and_keeps_its_name() -> None:
    assert pickle.loads(pickle.dumps(accuracy_reward)) is accuracy_reward  # noqa: S301
    one = pickle.loads(pickle.dumps(AccuracyReward(decimals=1)))  # noqa: S301
    assert one(["0.333"], ["1/3"]) == [1.0]
    assert one.__name__ == accuracy_reward.__name__ == "accuracy_reward"


def test_threads_agree_with_one_thread() -> None:
    completions = [f"\\boxed{{{n}/7}}" for n in range(60)]
    solutions = [f"{n + n % 3 // 2}/7" for n in range(60)]
    alone = accuracy_reward(completions, solutions)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: accuracy_reward(completions, solutions), range(8)))
    assert found == [alone] * 8
    assert set(alone) == {0.0, 1.0}


def test_workers_judge_the_same() -> None:
    completions, solutions = ["\\boxed{1}", "2", "no idea"], ["1", "3", ""]
    assert AccuracyReward(workers=True)(completions, solutions) == [1.0, 0.0, None]


def test_importing_it_loads_no_heavy_library() -> None:
    code = "from tasks.rewards import accuracy_reward; import sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "transformers", "trl", "sympy", "math_verify", "rich"} & set(done.stdout.split())


@pytest.mark.slow
def test_it_stands_in_for_trls_own() -> None:
    """Same call, same kinds of answers as `trl.rewards.accuracy_reward` on the examples of its page."""
    import inspect

    from trl.rewards import accuracy_reward as theirs

    completions = [says(rf"My answer is \boxed{{\frac{{1}}{{{n}}}}}") for n in (3, 2)]
    solutions = [r"\frac{1}{3}"] * 2
    assert accuracy_reward(completions, solutions) == theirs(completions, solutions) == [1.0, 0.0]
    assert (
        list(inspect.signature(theirs).parameters)[:3]
        == list(inspect.signature(accuracy_reward).parameters)[:3]
    )
