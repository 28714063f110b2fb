"""Decisions of the retrain that need no training to be tested."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from flows import steps
from flows.loop import check_subtasks, open_loop
from flows.retrain import continued, rejection_rounds, traces_only
from flows.students import train_student
from infra.dispatch import StepResult, allow_children
from tasks.errors import ConfigError, StepFailedError
from tasks.params import Params
from tasks.params.rl import RejectParams
from tasks.params.section import Section
from tasks.params.training import ModelParams, SftParams


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


CHAINS: dict[str, list[tuple[str, str, str, str]]] = {
    "none": [],
    "traces": [
        ("student_base", "dataset", "", ""),
        ("student_traces", "dataset", "grpo", ""),
        ("student_sft", "student_traces", "student_base", ""),
    ],
    "logits": [
        ("student_base", "dataset", "", ""),
        ("student_sft", "dataset", "student_base", ""),
        ("student", "dataset", "student_sft", "grpo"),
    ],
}
CHAINS["on_policy"] = CHAINS["logits"]
"""Method -> (step, its data, its model, its teacher)."""


def fake_students(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Section, dict[str, StepResult | Path]]]:
    """Steps that only note how they were called."""
    asked: list[tuple[str, Section, dict[str, StepResult | Path]]] = []

    def fake(name: str) -> Any:
        def submit(_loop: Any, section: Section, *, tracked: Any = None, **inputs: Any) -> Any:  # noqa: ARG001
            asked.append((name, section, inputs))
            return SimpleNamespace(result=lambda: StepResult(Path(name), {}, reused=False))

        return SimpleNamespace(submit=submit)

    for name in ("student_base", "student_traces", "student_sft", "student"):
        monkeypatch.setattr(steps, name, fake(name))
    return asked


def taught_by_grpo(settings: dict[str, Any]) -> StepResult | None:
    loop: Any = SimpleNamespace(params=Params.model_validate({"student": settings}))
    teacher = StepResult(Path("grpo"), {}, reused=False)
    return train_student(loop, None, Path("dataset"), teacher)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", list(CHAINS))
def test_a_student_is_built_begins_with_sft_and_learns_from_the_model_of_rl(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fake_students(monkeypatch)
    student = taught_by_grpo({"method": method})

    def name_of(value: StepResult | Path | None) -> str:
        return value.path.name if isinstance(value, StepResult) else value.name if value else ""

    found = [
        (name, *(name_of(inputs.get(key)) for key in ("data", "model", "teacher")))
        for name, _, inputs in asked
    ]
    assert found == CHAINS[method]
    assert name_of(student) == (CHAINS[method][-1][0] if CHAINS[method] else "")


def test_a_student_of_logits_may_begin_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = fake_students(monkeypatch)
    taught_by_grpo({"method": "logits", "sft_steps": 0})
    assert [name for name, _, _ in asked] == ["student_base", "student"]


def test_the_teacher_is_asked_what_the_student_is_to_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = fake_students(monkeypatch)
    settings = {"subtasks": ["algebra.linear"], "num_problems": 5, "samples": 3, "seed": 4, "num_steps": 9}
    taught_by_grpo({"method": "traces", **settings})
    (_, model, _), (_, reject, _), (_, sft, _) = asked
    assert isinstance(reject, RejectParams)
    assert isinstance(sft, SftParams)
    assert isinstance(model, ModelParams)
    assert (reject.subtasks, reject.num_problems, reject.samples, reject.seed) == (
        ("algebra.linear",),
        5,
        3,
        4,
    )
    assert (sft.num_steps, sft.trace_share, sft.subtasks) == (9, 1.0, ("algebra.linear",))
    assert model.hidden_size < ModelParams().hidden_size


@pytest.mark.parametrize("section", ["sft", "grpo", "reject", "student", "evaluate"])
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
