"""Settings of a student that do not go together are refused when they are loaded."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tasks.errors import TrainingError
from tasks.params import Params, load_params
from tasks.params.student import READ_BY_SOME, SHARED, StudentParams
from tasks.params.training import ModelParams, SftParams
from tasks.train.memory import memory_named


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "traces", "beta": 0.5}, r"does not read beta.*method: on_policy"),
        ({"method": "traces", "sft_steps": 3}, r"does not read sft_steps"),
        ({"method": "logits", "beta": 0.5, "keep": 2}, r"does not read beta, keep"),
        ({"method": "logits", "samples": 2}, r"does not read samples.*method: traces"),
        ({"method": "on_policy", "ce_weight": 0.5}, r"does not read ce_weight.*method: logits"),
        ({"method": "on_policy", "sft_steps": 0}, r"on_policy needs sft_steps >= 1, or base"),
        ({"method": "logits", "base": "a/b", "num_layers": 4}, r"has its own sizes; leave out num_layers"),
        ({"method": "logits", "hidden_size": 72}, r"hidden_size = 72 is no multiple of head_dim = 32"),
        ({"method": "logits", "ce_weight": 1.5}, "ce_weight"),
    ],
)
def test_what_does_not_go_together_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        StudentParams.model_validate(settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"method": "logits", "sft_steps": 0},
        {"method": "on_policy", "base": "a/b", "sft_steps": 0},
        {"method": "none", "hidden_size": 192, "beta": 0.5},
        {"method": "traces", "temperature": 0.7, "samples": 4},
    ],
)
def test_what_goes_together_is_not(settings: dict[str, Any]) -> None:
    StudentParams.model_validate(settings)


def test_a_teacher_from_the_hub_needs_a_student_of_its_family() -> None:
    with pytest.raises(ValidationError, match=r"student\.base"):
        Params.model_validate({"model": {"base": "a/big"}, "student": {"method": "logits"}})
    Params.model_validate({"model": {"base": "a/big"}, "student": {"method": "logits", "base": "a/small"}})


@pytest.mark.parametrize("method", ["traces", "logits", "on_policy"])
@pytest.mark.parametrize("profile", ["tiny", "small", "cuda"])
def test_every_profile_takes_every_method(profile: str, method: str) -> None:
    given: dict[str, Any] = {"student.method": method}
    if profile == "cuda":
        given |= {"model.base": "a/big", "student.base": "a/small"}
    params = load_params(Path(__file__).parents[3] / "params.yaml", profile=profile, overrides=given)
    assert params.student.method == method
    assert params.student.device == params.grpo.device


def test_the_section_names_only_settings_that_exist() -> None:
    fields = set(StudentParams.model_fields)
    assert set(READ_BY_SOME) <= fields
    assert set(SHARED) <= fields & set(SftParams.model_fields)


def test_the_default_student_has_fewer_than_half_of_the_teachers_weights() -> None:
    def weights(model: ModelParams) -> int:
        attention = 4 * model.hidden_size**2
        return model.num_layers * (attention + 3 * model.hidden_size * model.mlp_size)

    teacher = ModelParams()
    student = StudentParams().model(teacher)
    assert weights(student) < weights(teacher) / 2
    assert (student.vocab_size, student.max_tokens) == (teacher.vocab_size, teacher.max_tokens)


def test_too_little_memory_is_told_with_settings_of_the_student() -> None:
    with (
        pytest.raises(TrainingError, match=r"student: out of memory.*student\.batch_size"),
        memory_named("student"),
    ):
        raise MemoryError("no more")


def test_its_sft_is_on_worked_traces_with_its_own_rates() -> None:
    sft = StudentParams(learning_rate=1e-2, batch_size=7).sft(9)
    assert (sft.trace_share, sft.real_share, sft.num_steps) == (1.0, 0.0, 9)
    assert (sft.learning_rate, sft.batch_size) == (1e-2, 7)
