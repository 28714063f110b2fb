"""From a release back to what it was made of.

release -> MLflow run (settings, results) -> dataset version -> its facts: sources, generators, counts.
All of it is read from MLflow, so it still answers when `data/` has long moved on.
"""

import json
from collections.abc import Mapping
from typing import Any

from infra.tracking import Tracking


def trace_release(tracking: Tracking, release: Mapping[str, Any]) -> dict[str, Any]:
    """The lineage of a release as a JSON object: `release`, `run`, `dataset`.

    Args:
        tracking: Where its run is.
        release: The fields of an `infra.releases.Release`.

    Raises:
        TrackingError: the run was deleted for good.
    """
    run = tracking.client.get_run(release["run_id"])
    return {
        "release": dict(release),
        "run": {
            "run_id": run.info.run_id,
            "name": run.info.run_name,
            "experiment": tracking.client.get_experiment(run.info.experiment_id).name,
            "status": run.info.status,
            "tags": {k: v for k, v in sorted(run.data.tags.items()) if not k.startswith("mlflow.")},
            "params": dict(sorted(run.data.params.items())),
            "metrics": dict(sorted(run.data.metrics.items())),
        },
        "dataset": _dataset(run, release["dataset"]),
    }


def _dataset(run: Any, version: str) -> dict[str, Any]:
    """The dataset input of a run with this md5: where it is, and the facts of its index."""
    for found in run.inputs.dataset_inputs if run.inputs else ():
        source = json.loads(found.dataset.source)
        if source.get("md5") == version:
            return {
                "version": version,
                "location": source["uri"],
                "path": source["path"],
                "facts": json.loads(found.dataset.profile or "{}"),
            }
    return {"version": version, "location": "", "path": "", "facts": {}}
