"""Decisions of the retrain that need no training to be tested."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from flows import steps
from flows.loop import check_subtasks, open_loop
from flows.retrain import continued, rejection_rounds, traces_only
from infra.dispatch import StepResult, allow_children
from tasks.errors import ConfigError, StepFailedError
from tasks.params import Params
from tasks.params.training import SftParams


def test_the_control_trains_a_fifth_longer_than_rl_did_at_the_last_learning_rate() -> None:
    section = SftParams.model_validate({"num_steps": 1000, "seed": 5})
    control = continued(section, {"num_steps": 1000, "cpu_seconds": 100.0}, 40.01)
    assert control.num_steps == 481
    assert control.learning_rate == section.final_learning_rate == control.final_learning_rate
    assert (control.warmup_steps, control.seed) == (0, 6)


def test_the_control_of_a_staged_run_goes_on_at_the_rate_of_its_last_stage() -> None:
    section = SftParams.model_validate({"schedule": "staged", "learning_rate": 1e-5})
    control = continued(section, {"num_steps": 10, "cpu_seconds": 1.0}, 1.0)
    assert control.schedule == "cosine"
    assert control.learning_rate == control.final_learning_rate == pytest.approx(1e-6)


def test_the_control_trains_at_least_one_step() -> None:
    report = {"num_steps": 10, "cpu_seconds": 0.0}
    assert continued(SftParams(), report, 0.0).num_steps == 1


def test_the_trace_only_control_has_its_own_number_of_steps_or_that_of_sft() -> None:
    params = Params.model_validate({"sft": {"num_steps": 9}, "controls": {"traces_steps": 4}})
    assert (traces_only(params).num_steps, traces_only(params).trace_share) == (4, 1.0)
    assert traces_only(Params.model_validate({"sft": {"num_steps": 9}})).num_steps == 9
    short = Params.model_validate({"sft": {"num_steps": 3}, "controls": {"traces_steps": 4}})
    assert traces_only(short).num_steps == 3


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_each_round_fine_tunes_on_what_the_last_policy_got_right_and_goes_on_with_rl(
    rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int, str, str]] = []

    def fake(name: str) -> Any:
        def step(_loop: Any, section: Any, *, data: Path, model: StepResult, **_: Any) -> StepResult:
            asked.append((name, section.seed, data.name, model.path.name))
            return StepResult(Path(name), {"cpu_seconds": 1.0}, reused=False)

        return step

    for table in ("reject", "retune", "reinforce"):
        monkeypatch.setattr(steps, table, {n: fake(f"{table}-{n}") for n in steps.ROUNDS})
    loop: Any = SimpleNamespace(params=Params.model_validate({"reject": {"rounds": rounds}}))
    first = StepResult(Path("grpo"), {"cpu_seconds": 1.0}, reused=False)
    line = rejection_rounds(loop, None, Path("dataset"), first)  # type: ignore[arg-type]
    expected = []
    last = "grpo"
    for n in range(1, rounds + 1):
        expected += [
            (f"reject-{n}", "dataset", last),
            (f"retune-{n}", f"reject-{n}", last),
            (f"reinforce-{n}", "dataset", f"retune-{n}"),
        ]
        last = f"reinforce-{n}"
    assert [(name, data, model) for name, _, data, model in asked] == expected
    assert len({seed for _, seed, _, _ in asked}) == rounds, (
        "the steps of a round share its seed, no two rounds"
    )
    assert line[-1].path.name == last
    assert len(line) == 1 + 2 * rounds


@pytest.mark.parametrize("section", ["sft", "grpo", "reject", "evaluate"])
def test_a_subtask_that_no_generator_makes_is_refused_before_anything_runs(section: str) -> None:
    params = Params.model_validate({section: {"subtasks": ["arithmetic.chainn"]}})
    with pytest.raises(ConfigError, match=rf"{section}\.subtasks.*did you mean 'arithmetic\.chain'"):
        check_subtasks(params)


@pytest.mark.parametrize(
    ("error", "resumes"), [(ConfigError("a wrong setting"), False), (StepFailedError("killed"), True)]
)
def test_a_run_is_resumed_after_an_accident_but_not_after_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, resumes: bool
) -> None:
    (tmp_path / "params.yaml").write_text(yaml.safe_dump({"profiles": {"tiny": {}}}))
    monkeypatch.setenv("REASONLOOP_PROJECT", str(tmp_path))
    monkeypatch.delenv("REASONLOOP_HOME", raising=False)
    with pytest.raises(type(error)), open_loop("retrain", "tiny", {}, {}) as first:
        raise error
    with open_loop("retrain", "tiny", {}, {}) as second:
        assert (second.run == first.run) == resumes
    allow_children()
