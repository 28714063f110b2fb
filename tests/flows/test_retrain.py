"""Decisions of the retrain that need no training to be tested."""

from flows.retrain import continued
from tasks.params.training import SftParams


def test_the_control_trains_for_as_long_as_rl_did_at_the_last_learning_rate() -> None:
    section = SftParams.model_validate({"num_steps": 1000, "seed": 5})
    control = continued(section, {"num_steps": 1000, "cpu_seconds": 100.0}, {"cpu_seconds": 40.01})
    assert control.num_steps == 401
    assert control.learning_rate == section.final_learning_rate == control.final_learning_rate
    assert (control.warmup_steps, control.seed) == (0, 6)


def test_the_control_trains_at_least_one_step() -> None:
    report = {"num_steps": 10, "cpu_seconds": 0.0}
    assert continued(SftParams(), report, {"cpu_seconds": 0.0}).num_steps == 1
