"""Settings of what surrounds the work: tracking, data store."""

from pydantic import Field

from tasks.params.section import Section


class TrackingParams(Section):
    """MLflow."""

    uri: str = ""
    """Tracking server or database. Empty: SQLite in the state folder."""
    model_name: str = Field("reasonloop", pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    """Registered model that releases are versions of."""


class DataStoreParams(Section):
    """DVC."""

    path: str = "data"
    """Folder of the current dataset version, relative to the project."""
    remote: str = ""
    """Remote that versions are pushed to, e.g. s3://bucket/path. Empty: a folder in the state folder."""
    commit: bool = False
    """Commit `data.dvc` and tag it in git after a refresh."""
