"""What every section of params.yaml has in common."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Level = Annotated[int, Field(ge=1, le=5)]
"""Difficulty of a problem."""


class Section(BaseModel):
    """A frozen group of settings; an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def as_json(self) -> dict[str, Any]:
        """The section as a JSON object: what run directories, keys and MLflow keep."""
        return self.model_dump(mode="json")
