"""params.yaml -> frozen settings.

Precedence: field default < file < profile < overrides of this run. An unknown key, a value out of
range, or a profile that does not exist is a `ConfigError` that names the key and the nearest right one.
"""

import difflib
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError, model_validator

from tasks.errors import ConfigError
from tasks.params.data import (
    AimParams,
    CleanParams,
    DecontaminateParams,
    DedupParams,
    IngestParams,
    MixParams,
    ScrubParams,
    SynthesizeParams,
    TeachParams,
)
from tasks.params.dispatch import DispatchParams
from tasks.params.evaluation import EvaluateParams, GateParams
from tasks.params.platform import DataStoreParams, TrackingParams
from tasks.params.rl import RejectParams
from tasks.params.section import Section
from tasks.params.student import StudentParams
from tasks.params.training import ControlsParams, GrpoParams, ModelParams, SftParams


class Params(Section):
    """All settings of a run; one section per task."""

    synthesize: SynthesizeParams = SynthesizeParams()
    ingest: IngestParams = IngestParams()
    teach: TeachParams = TeachParams()
    scrub: ScrubParams = ScrubParams()
    clean: CleanParams = CleanParams()
    dedup: DedupParams = DedupParams()
    decontaminate: DecontaminateParams = DecontaminateParams()
    aim: AimParams = AimParams()
    mix: MixParams = MixParams()
    model: ModelParams = ModelParams()
    sft: SftParams = SftParams()
    grpo: GrpoParams = GrpoParams()
    reject: RejectParams = RejectParams()
    student: StudentParams = StudentParams()
    controls: ControlsParams = ControlsParams()
    evaluate: EvaluateParams = EvaluateParams()
    gate: GateParams = GateParams()
    tracking: TrackingParams = TrackingParams()
    data: DataStoreParams = DataStoreParams()
    dispatch: DispatchParams = DispatchParams()

    @model_validator(mode="after")
    def _devices_exist(self) -> Self:
        for kind, device in (
            ("sft", self.sft.device),
            ("rl", self.grpo.device),
            ("rl", self.reject.device),
            ("sft", self.student.device if self.student.method != "none" else "cpu"),
            ("evaluate", self.evaluate.device),
        ):
            pool = self.dispatch.pools.get(self.dispatch.pool_of(kind))
            if pool and pool.type != "process" and device == "cuda" and not pool.gpus:
                raise ValueError(
                    f"dispatch.{kind} = {self.dispatch.pool_of(kind)!r} has gpus = 0, but the step's device "
                    "is cuda; give the pool a GPU or name another"
                )
        return self

    @model_validator(mode="after")
    def _student_can_learn(self) -> Self:
        if self.student.method != "none" and self.model.base and not self.student.base:
            raise ValueError(
                f"model.base = {self.model.base!r} has a vocabulary of its own, and a student from scratch "
                "would learn another; name a smaller model of the same family in student.base"
            )
        return self


def load_params(path: Path, *, profile: str = "tiny", overrides: Mapping[str, Any] | None = None) -> Params:
    """The settings of one run.

    Args:
        path: params.yaml.
        profile: Name under `profiles:`, a partial overlay.
        overrides: Dotted key -> value, e.g. `{"grpo.num_steps": 40}`.

    Raises:
        ConfigError: the file, the profile, a key or a value is wrong.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; run from the project's folder or set REASONLOOP_PROJECT")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{path}: expected sections, got {type(raw).__name__}")
    profiles = raw.pop("profiles", None) or {}
    if not isinstance(profiles, dict) or not all(isinstance(p or {}, dict) for p in profiles.values()):
        raise ConfigError(f"{path}: profiles: expected a name and its sections for each profile")
    if profile not in profiles:
        raise ConfigError(f"{path}: no profile {profile!r}; there are {sorted(profiles)}")
    merged = _overlay(raw, profiles[profile] or {})
    for dotted, value in (overrides or {}).items():
        merged = _overlay(merged, _nest(dotted, value))
    return _validate(merged, where=path.name)


def parse_overrides(settings: typing.Iterable[str]) -> dict[str, Any]:
    """`["grpo.num_steps=40"]` -> `{"grpo.num_steps": 40}`; values are YAML.

    Raises:
        ConfigError: an item has no `=`, or its value is not YAML.
    """
    found: dict[str, Any] = {}
    for item in settings:
        key, sign, value = item.partition("=")
        if not sign or not key:
            raise ConfigError(f"--set {item!r}: expected section.key=value, e.g. grpo.num_steps=40")
        try:
            found[key.strip()] = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise ConfigError(f"--set {item!r}: the value is not YAML: {error}") from error
    return found


def keys_of(section: type[Section], prefix: str = "") -> list[str]:
    """Dotted names of all settings of a section, in order."""
    found: list[str] = []
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            found += keys_of(kind, f"{prefix}{name}.")
        else:
            found.append(prefix + name)
    return found


def _validate(values: dict[str, Any], *, where: str) -> Params:
    try:
        return Params.model_validate(values)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(where, dict(item)) for item in error.errors())) from error


def _explain(where: str, item: dict[str, Any]) -> str:
    key = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        known = keys_of(Params) + list(Params.model_fields)
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else f"; sections are {sorted(Params.model_fields)}"
        return f"{where}: unknown setting {key!r}{hint}"
    if item["type"] == "value_error":  # a rule of ours over several settings, which it names itself
        return f"{where}: {key}: {item['ctx']['error']}"
    return f"{where}: {key} = {item['input']!r}: {item['msg'].lower()}"


def _nest(dotted: str, value: Any) -> dict[str, Any]:
    for part in reversed(dotted.split(".")):
        value = {part: value}
    return typing.cast(dict[str, Any], value)


def _overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` laid over `below`, section by section; `weights` and other leaves are replaced whole."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _overlay(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
