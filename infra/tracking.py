"""MLflow, as much of it as this project needs: runs that resume, and errors that say what to do.

The embedded default is a SQLite file and a folder of artifacts. A step's run is found again by its
tags (`reasonloop.run`, `reasonloop.step`), so that a resumed step goes on in the run it began. What is
logged twice is stored once. MLflow takes two seconds to import, so nothing here does it before the
first call.
"""

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlparse

from infra.locks import wait_for
from infra.settings import Settings
from infra.tracking_client import TrackingClient, TrackingError
from tasks.artifacts import canonical_json
from tasks.params import Params

RUN_TAG, STEP_TAG = "reasonloop.run", "reasonloop.step"
"""The tags that identify the run of one step of one retrain."""

MAX_PARAM_CHARS = 6_000
"""MLflow cuts a longer value off."""
MAX_PARAMS_PER_CALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetVersion:
    """The dataset version a run learned from, as MLflow keeps it."""

    version: str
    """The `.dir` md5 of `data.dvc`."""
    location: str
    """DVC remote that holds it."""
    path: str = "data"
    """Folder it is checked out to."""
    facts: Mapping[str, Any]
    """`facts` of its `dataset.json`: counts by source, subtask and language, shares, absent sources."""


class Tracking:
    """One MLflow server or database.

    Args:
        uri: `sqlite:////absolute/path/mlflow.db`, or a server's `http://` address.
        artifacts: Folder that receives artifacts; with a server, what is downloaded from it.
    """

    def __init__(self, uri: str, artifacts: Path) -> None:
        self.uri = uri
        self.artifacts = artifacts.absolute()
        self._experiments: dict[str, str] = {}

    @property
    def is_local(self) -> bool:
        """True when the artifacts of this database lie in a folder of this machine."""
        return not self.uri.startswith(("http://", "https://"))

    @cached_property
    def client(self) -> TrackingClient:
        """MLflow's client; made, and with it the database, on first use."""
        return TrackingClient(self.uri, self.artifacts)

    def experiment(self, name: str) -> str:
        """The id of an experiment, made if there is none."""
        if name not in self._experiments:
            found = self.client.get_experiment_by_name(name) or self._create_experiment(name)
            if found.lifecycle_stage != "active":
                raise TrackingError(
                    f"MLflow experiment {name!r} was deleted; restore it with "
                    f"`mlflow experiments restore -x {found.experiment_id}`",
                    code="INVALID_STATE",
                )
            self._experiments[name] = found.experiment_id
        return self._experiments[name]

    def _create_experiment(self, name: str) -> Any:
        place = (self.artifacts / name.replace("/", "-")).as_uri() if self.is_local else None
        try:
            self.client.create_experiment(name, artifact_location=place)
        except TrackingError as error:
            if error.code != "RESOURCE_ALREADY_EXISTS":  # another process made it just now
                raise
        return self.client.get_experiment_by_name(name)

    def find_run(self, experiment: str, tags: Mapping[str, str]) -> str | None:
        """The oldest run with these tags."""
        runs = self.client.search_runs(
            [self.experiment(experiment)],
            filter_string=matching(tags),
            order_by=["attributes.start_time ASC"],
            max_results=1,
        )
        return str(runs[0].info.run_id) if runs else None

    def start_run(
        self, experiment: str, name: str, *, tags: Mapping[str, str], params: Mapping[str, Any] | None = None
    ) -> str:
        """The run of a step: the one it began before, reopened, or a new one.

        Args:
            experiment: Name; made if there is none.
            name: What the UI shows.
            tags: Must hold `reasonloop.run` and `reasonloop.step`, which identify the run. The others
                are set anew each time. `mlflow.parentRunId` nests it under another run.
            params: Settings, nested or flat; logged as `section.key`. MLflow's parameters are
                write-once: a value that changed is kept as the tag `reasonloop.changed.<key>`.

        Returns:
            The run id.

        Raises:
            TrackingError: MLflow cannot be reached.
        """
        from mlflow.entities import RunTag

        identity = {tag: tags[tag] for tag in (RUN_TAG, STEP_TAG)}
        with wait_for(self.artifacts / ".locks" / "start-run"):
            run_id = self.find_run(experiment, identity)
            if run_id is None:
                run = self.client.create_run(self.experiment(experiment), tags=dict(tags), run_name=name)
                run_id = str(run.info.run_id)
            else:
                self.client.update_run(run_id, status="RUNNING")
                self.client.log_batch(run_id, tags=[RunTag(k, v) for k, v in tags.items()])
        self._log_params(run_id, flat(params or {}))
        return run_id

    def end_run(self, run_id: str, status: Literal["FINISHED", "FAILED", "KILLED"] = "FINISHED") -> None:
        """Close a run; it can be reopened by `start_run`."""
        self.client.set_terminated(run_id, status)

    def _log_params(self, run_id: str, params: Mapping[str, str]) -> None:
        from mlflow.entities import Param, RunTag

        known = self.client.get_run(run_id).data.params
        new = [Param(k, v) for k, v in params.items() if k not in known]
        for start in range(0, len(new), MAX_PARAMS_PER_CALL):
            self.client.log_batch(run_id, params=new[start : start + MAX_PARAMS_PER_CALL])
        changed = {k: v for k, v in params.items() if known.get(k, v) != v}
        if changed:
            self.client.log_batch(
                run_id, tags=[RunTag(f"reasonloop.changed.{k}", v) for k, v in changed.items()]
            )

    def log_metrics(self, run_id: str, metrics: Mapping[str, float], *, step: int = 0) -> None:
        """Log results. A value that is there already is not logged again; NaN and infinities are left out."""
        from mlflow.entities import Metric

        known = self.client.get_run(run_id).data.metrics
        now = int(time.time() * 1000)
        new = [
            Metric(k, float(v), now, step)
            for k, v in metrics.items()
            if math.isfinite(v) and known.get(k) != float(v)
        ]
        if new:
            self.client.log_batch(run_id, metrics=new)

    def log_dataset(self, run_id: str, dataset: DatasetVersion, *, context: str = "training") -> None:
        """Link a run to its dataset version, as a dataset input: its source is DVC, its profile the facts."""
        from mlflow.entities import Dataset, DatasetInput, InputTag

        source = {"uri": dataset.location, "path": dataset.path, "md5": dataset.version}
        entity = Dataset(
            name=dataset.path,
            digest=dataset.version[:12],
            source_type="dvc",
            source=canonical_json(source),
            profile=canonical_json(dict(dataset.facts)),
        )
        tags = [InputTag("mlflow.data.context", context), InputTag("dvc.md5", dataset.version)]
        self.client.log_inputs(run_id, [DatasetInput(entity, tags)])

    def log_table(self, run_id: str, file: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Log rows as a table that the UI shows under Evaluation; `file` ends in `.json`.

        MLflow's own `log_table` appends to the table of an earlier attempt; this one replaces it.
        """
        columns = list(dict.fromkeys(key for row in rows for key in row))
        table = {"columns": columns, "data": [[row.get(c) for c in columns] for row in rows]}
        self.client.log_text(run_id, json.dumps(table, ensure_ascii=False), file)
        tag = "mlflow.loggedArtifacts"
        listed = json.loads(self.client.get_run(run_id).data.tags.get(tag, "[]"))
        if (entry := {"path": file, "type": "table"}) not in listed:
            self.client.set_tag(run_id, tag, json.dumps([*listed, entry]))

    def log_text(self, run_id: str, file: str, text: str) -> None:
        """Log a text as an artifact."""
        self.client.log_text(run_id, text, file)

    def log_figures(self, run_id: str, *figures: Path) -> None:
        """Log pictures; the UI shows them in the folder `figures` of the run's artifacts."""
        for figure in figures:
            self.client.log_artifact(run_id, str(figure), "figures")

    def run_link(self, run_id: str, ui: str) -> str:
        """The address of a run in the MLflow UI that answers at `ui`."""
        experiment = self.client.get_run(run_id).info.experiment_id
        return f"{ui.rstrip('/')}/#/experiments/{experiment}/runs/{run_id}"


def open_tracking(settings: Settings, params: Params) -> Tracking:
    """The tracker that the settings name."""
    return Tracking(settings.mlflow_uri(params), settings.mlflow_artifacts)


def matching(tags: Mapping[str, str]) -> str:
    """An MLflow filter: all of these tags have these values.

    Raises:
        ValueError: a value holds a quote, which MLflow's filters cannot express.
    """
    for tag, value in tags.items():
        if "'" in value:
            raise ValueError(f"tag {tag}: value must not hold a quote, got {value!r}")
    return " and ".join(f"tags.`{tag}` = '{value}'" for tag, value in tags.items())


def flat(params: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """`{"sft": {"seed": 1}}` -> `{"sft.seed": "1"}`; texts as they are, all else as JSON."""
    found: dict[str, str] = {}
    for key, value in params.items():
        if isinstance(value, Mapping) and value:
            found |= flat(value, f"{prefix}{key}.")
        else:
            text = value if isinstance(value, str) else canonical_json(value)
            found[prefix + key] = text[:MAX_PARAM_CHARS]
    return found


def local_path(location: str) -> Path | None:
    """The folder that a `file:` address or a plain path names; None for any other address."""
    parsed = urlparse(location)
    return Path(unquote(parsed.path)) if parsed.scheme in ("", "file") else None
