"""The audit passes on our rewards and catches rewards that are known to be hackable."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.__main__ import main
from tasks.chat import SPECIAL_TOKENS
from tasks.errors import TrainingError
from tasks.params.reward import RewardParams
from tasks.params.training import GrpoParams
from tasks.problems import SUBTASKS
from tasks.rewards import audit
from tasks.rewards.attacks import ATTACKS, HONEST, wrong_answer
from tasks.rewards.rollout import Rollout
from tasks.rewards.score import COMPONENTS
from tasks.verify import Outcome, same_value

FEW = 1
"""Problems of each subtask and language."""


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PER_SUBTASK", FEW)
    for name in ("very long", "one letter, very long", "guess, very long", "worked, very long"):
        monkeypatch.delitem(ATTACKS, name)


def findings(reward: RewardParams, every: int) -> list[audit.Finding]:
    """What the audit finds on every n-th problem."""
    targets = audit.draw_targets(FEW)[::every]
    return audit.judge_values([value for t in targets for value in audit.attack(t, reward)])


def test_nothing_is_found_on_our_rewards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit-rewards", "--out", str(tmp_path / "audit")]) == 0
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert report["num_problems"] == 2 * len(SUBTASKS)
    assert report["honest"]["right, worked"] >= report["honest"]["right, short"] > 0
    assert report["honest"]["wrong, worked"] <= 0
    assert "worked, one false step" in shown.err
    rows = (tmp_path / "audit/values.jsonl").read_text().splitlines()
    assert len(rows) == report["num_completions"] == 2 * len(SUBTASKS) * (len(ATTACKS) + len(HONEST))


@pytest.mark.parametrize("update", [{"process": "centered"}, {"gate": "proof"}, {"penalize_wrong": False}])
def test_every_setting_stands_the_audit(update: dict[str, object]) -> None:
    assert findings(RewardParams(kind="layered", **update), every=3) == []  # type: ignore[arg-type]


HACKABLE: dict[str, tuple[str, Callable[[Rollout, RewardParams], float], str]] = {
    "pays for the words of reasoning": (
        "logic",
        lambda r, _: min(1.0, len(re.findall(r"\b(?:[Ff]irst|[Nn]ext|step)\b|首先|接着", r.text)) / 3),
        "markers",
    ),
    "pays for any equation": ("logic", lambda r, _: min(1.0, r.think.count("=") / 3), "guess, tautologies"),
    "pays for length": ("coherence", lambda r, _: min(1.0, len(r.text) / 500), "guess, true and idle"),
    "counts tags in any order": (
        "format",
        lambda r, _: sum(r.text.count(tag) == 1 for tag in SPECIAL_TOKENS[4:]) / 4,
        "tags reordered",
    ),
    "finds the reference anywhere": (
        "symbolic",
        lambda r, _: float(any(s in r.text for s in ("12", "2", "8", "true", "false"))),
        "two answers",
    ),
    "does not see repetition": ("repetition", lambda *_: 1.0, "worked, thirty times"),
    "does not see the language": ("language", lambda *_: 1.0, "worked, other language"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HACKABLE))
def test_a_hackable_component_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    component, hackable, attack = HACKABLE[name]
    monkeypatch.setitem(COMPONENTS, component, hackable)
    found = findings(RewardParams(), every=5)
    assert any(component in f.reward or f.reward.startswith("total/") for f in found)
    assert attack in {f.attack for f in found}


def test_an_additive_total_is_caught_and_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seed's sum: tidy steps are paid even when the answer is wrong."""
    monkeypatch.setattr("tasks.rewards.score._passes", lambda *_: True)
    with pytest.raises(TrainingError, match=r"audit-rewards: \d+ findings.*pays '.*' 0\.\d+"):
        audit.audit_rewards(GrpoParams(), out_dir=tmp_path)
    kept = [json.loads(line) for line in (tmp_path / "findings.jsonl").read_text().splitlines()]
    assert ("order", "wrong, worked") in {(f["rule"], f["attack"]) for f in kept}
    shown = capsys.readouterr().err
    assert "findings: a reward pays what it should not" in shown
    assert "wrong, worked" in shown


@pytest.mark.parametrize("answer", ["12", "0", "49/60", "true", "false"])
def test_a_wrong_answer_is_readable_and_wrong(answer: str) -> None:
    assert same_value(wrong_answer(answer), answer).outcome is Outcome.WRONG
