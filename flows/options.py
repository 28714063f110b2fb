"""The forms of the flows, as the Prefect UI shows them: flat, plain types, a title for every field."""

import shlex
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tasks.errors import ConfigError
from tasks.params import parse_overrides

Profile = Literal["tiny", "small", "cuda"]
"""The profiles of params.yaml."""


class RefreshOptions(BaseModel):
    """What a data refresh asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: Profile = Field("tiny", title="Profile", description="Overlay of params.yaml")
    settings: str = Field(
        "",
        title="Settings",
        description="Further settings, section.key=value, separated by spaces, as in a shell",
    )

    def overrides(self) -> dict[str, Any]:
        """Dotted key -> value, as `tasks.params.load_params` takes them."""
        try:
            words = shlex.split(self.settings)
        except ValueError as error:
            raise ConfigError(f"settings {self.settings!r}: {error}".lower()) from error
        return parse_overrides(words)


SEEDED = ("model", "sft", "grpo", "reject", "student")
"""Sections whose seed is that of the run."""


class RetrainOptions(RefreshOptions):
    """What a retrain asks for. 0 leaves a number as the profile has it."""

    refresh: Literal["auto", "always", "never"] = Field(
        "auto", title="Refresh data first", description="auto: only when there is no dataset version yet"
    )
    seed: int = Field(17, ge=0, title="Seed", description="Initial weights, order of rows, rollouts")
    sft_steps: int = Field(0, ge=0, title="SFT steps", description="0: as in the profile")
    rl_steps: int = Field(0, ge=0, title="RL steps", description="0: as in the profile")

    def overrides(self) -> dict[str, Any]:
        """Dotted key -> value; the settings line wins over the form's numbers."""
        found: dict[str, Any] = {f"{section}.seed": self.seed for section in SEEDED}
        if self.sft_steps:
            found["sft.num_steps"] = self.sft_steps
        if self.rl_steps:
            found["grpo.num_steps"] = self.rl_steps
        return {**found, **super().overrides()}


class RollbackOptions(BaseModel):
    """What a rollback asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(title="Version", ge=1, description="One of the last three stable releases")
    why: str = Field("", title="Reason", description="Kept in the release ledger")
