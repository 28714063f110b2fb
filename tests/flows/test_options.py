"""The forms: what a user fills in becomes the settings of the run; the deployments name what exists."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from flows.options import RefreshOptions, RetrainOptions, RollbackOptions
from tasks.errors import ConfigError
from tasks.params import load_params

PROJECT = Path(__file__).parents[2]


def test_the_form_becomes_settings_and_the_settings_line_wins() -> None:
    options = RetrainOptions(seed=3, sft_steps=50, settings="grpo.seed=4 'sft.subtasks=[a, b]'")
    params = load_params(PROJECT / "params.yaml", overrides=options.overrides())
    assert (params.model.seed, params.sft.seed, params.grpo.seed, params.student.seed) == (3, 3, 4, 3)
    assert params.sft.num_steps == 50
    assert params.sft.subtasks == ("a", "b")


def test_zero_leaves_the_profile_as_it_is() -> None:
    plain = load_params(PROJECT / "params.yaml")
    params = load_params(PROJECT / "params.yaml", overrides=RetrainOptions().overrides())
    assert params.sft.num_steps == plain.sft.num_steps
    assert params.grpo.num_steps == plain.grpo.num_steps


@pytest.mark.parametrize(
    "fields", [{"profile": "huge"}, {"sft_steps": -1}, {"refresh": "maybe"}, {"steps": 3}]
)
def test_a_form_refuses_what_it_does_not_offer(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RetrainOptions(**fields)


def test_a_settings_line_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match=r"section\.key=value"):
        RefreshOptions(settings="faster").overrides()


def test_an_open_quote_in_the_settings_line_is_named() -> None:
    with pytest.raises(ConfigError, match="no closing quotation"):
        RefreshOptions(settings="sft.seed='3").overrides()


@pytest.mark.parametrize("form", [RefreshOptions, RetrainOptions, RollbackOptions])
def test_forms_are_flat_with_plain_types(form: Any) -> None:
    """Prefect's form has had trouble with unions, optionals and dicts for years."""
    for name, schema in form.model_json_schema()["properties"].items():
        assert schema["type"] in {"string", "integer"}, name
        assert schema["title"], name


DEPLOYMENTS = yaml.safe_load((PROJECT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda d: d["name"])
def test_every_deployment_names_a_flow_by_module(deployment: dict[str, Any]) -> None:
    module, _, name = deployment["entrypoint"].rpartition(".")
    assert getattr(importlib.import_module(module), name).name


def test_both_schedules_have_a_slug_a_timezone_and_a_guard() -> None:
    scheduled = {d["schedules"][0]["slug"]: d for d in DEPLOYMENTS if "schedules" in d}
    assert scheduled.keys() == {"weekly-refresh", "monthly-retrain"}
    for deployment in scheduled.values():
        assert deployment["schedules"][0]["timezone"]
        assert deployment["concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_limit"]["collision_strategy"] == "CANCEL_NEW"
