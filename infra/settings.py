"""Where things are: the project, its state folder, and the environment our processes share.

All state of the embedded mode lives in one folder, `.reasonloop/` beside params.yaml; deleting it starts
afresh. Two variables move things: `REASONLOOP_PROJECT` (folder of params.yaml, else the nearest one
above the working directory) and `REASONLOOP_HOME` (the state folder). A third, `REASONLOOP_TRACKING_URI`,
names the MLflow server of machines where params.yaml does not (containers of infra/compose.yaml).
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tasks.errors import ConfigError
from tasks.params import Params, load_params


@dataclass(frozen=True, slots=True)
class Settings:
    """The two folders everything else is found from."""

    project: Path
    """Folder of params.yaml and data.dvc."""
    state: Path
    """Prefect home, MLflow database and artifacts, runs, datasets, DVC remote and cache, locks."""

    @property
    def params_file(self) -> Path:
        """params.yaml."""
        return self.project / "params.yaml"

    @property
    def runs(self) -> Path:
        """One folder per run of a flow."""
        return self.state / "runs"

    @property
    def mlflow_artifacts(self) -> Path:
        """Model weights, plots and tables of the embedded MLflow."""
        return self.state / "mlflow" / "artifacts"

    def mlflow_uri(self, params: Params) -> str:
        """The tracking address: as set, else the machine's, else the database in the state folder."""
        named = params.tracking.uri or os.environ.get("REASONLOOP_TRACKING_URI", "")
        return named or f"sqlite:///{self.state / 'mlflow' / 'mlflow.db'}"

    def load(self, profile: str = "tiny", overrides: Mapping[str, Any] | None = None) -> Params:
        """The settings of one run; see `tasks.params.load_params`."""
        return load_params(self.params_file, profile=profile, overrides=overrides)


def find_settings(start: Path | None = None) -> Settings:
    """The settings for this process.

    Raises:
        ConfigError: there is no params.yaml here or above.
    """
    named = os.environ.get("REASONLOOP_PROJECT")
    here = Path(named).expanduser().resolve() if named else (start or Path.cwd()).resolve()
    folders = [here] if named else [here, *here.parents]
    for folder in folders:
        if (folder / "params.yaml").is_file():
            home = os.environ.get("REASONLOOP_HOME")
            state = Path(home).expanduser().resolve() if home else folder / ".reasonloop"
            return Settings(project=folder, state=state)
    raise ConfigError(
        f"no params.yaml in {here} or above it; change into the project's folder or set REASONLOOP_PROJECT"
    )


def prepare_environment(settings: Settings) -> None:
    """Set what Prefect, MLflow and Hugging Face read from the environment. Call before importing them.

    What the user has set already stays as it is.
    """
    prefect = settings.state / "prefect"
    prefect.mkdir(parents=True, exist_ok=True)
    wanted = {
        "REASONLOOP_PROJECT": str(settings.project),
        "REASONLOOP_HOME": str(settings.state),
        "PREFECT_HOME": str(prefect),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # The default keeps leases in memory: a restarted server then blocks a deployment for ever.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        # The default, 20 s, is not enough on a busy machine.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,infra,tasks",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "DO_NOT_TRACK": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    server = running_services(settings).get("prefect_api")
    if server:
        os.environ.setdefault("PREFECT_API_URL", server)


def running_services(settings: Settings) -> dict[str, str]:
    """Addresses of the servers that `reasonloop up` runs now; empty when it does not run."""
    path = settings.state / "services.json"
    try:
        found = json.loads(path.read_bytes())
        if psutil.Process(int(found["pid"])).create_time() != found["began"]:
            return {}  # the number belongs to another process now
    except (FileNotFoundError, psutil.Error, ValueError, KeyError, TypeError):
        return {}
    return {name: str(value) for name, value in found.items()}
