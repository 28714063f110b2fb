"""From a model folder to a version of the registered model, at most once for a request.

A request is known by its key, a tag on what it made: a call that was interrupted finds it and goes on.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from infra.model_files import SUMS
from infra.tracking import matching
from infra.tracking_client import TrackingClient
from tasks.artifacts import digest_text, write_atomic
from tasks.errors import ModelError

KEY_TAG = "reasonloop.key"
"""Tag of logged models and versions: SHA-256 of the key of the request that made them."""
SUMS_TAG = "reasonloop.sha256"
"""Tag of logged models and versions: digest over the model's files."""


def model_tags(*, key: str, sums: str, dataset: str, commit: str, image: str) -> dict[str, str]:
    """What the logged model and the version are tagged with; tags without a value are left out."""
    tags = {
        KEY_TAG: digest_text(key),
        SUMS_TAG: digest_text(sums),
        "reasonloop.dataset": dataset,
        "reasonloop.commit": commit,
        "reasonloop.image": image,
    }
    return {name: value for name, value in tags.items() if value}


def log_model(
    client: TrackingClient,
    model: Path,
    sums: str,
    *,
    run_id: str,
    tags: Mapping[str, str],
    params: Mapping[str, str],
) -> str:
    """Log a model folder as a LoggedModel of its run; the model's id.

    Args:
        client: MLflow.
        model: Folder in Hugging Face layout.
        sums: Its list of digests, logged beside it.
        run_id: The run that made it.
        tags: From `model_tags`.
        params: Settings to show beside it.

    Raises:
        ModelError: the same key logged other files before.
    """
    experiment = client.get_run(run_id).info.experiment_id
    found = client.search_logged_models([experiment], matching({KEY_TAG: tags[KEY_TAG]}), max_results=1)
    logged = found[0] if found else None
    if logged is None:
        logged = client.create_logged_model(
            experiment, "policy", run_id, dict(tags), dict(params), model_type="causal-lm"
        )
    elif logged.tags.get(SUMS_TAG) != tags[SUMS_TAG]:
        raise ModelError(
            f"{model}: differs from {logged.model_id}, which the same request logged before; "
            "run the training step again or ask for a new release"
        )
    model_id = str(logged.model_id)
    if str(logged.status) != "READY":  # an interrupted upload begins again
        client.log_model_artifacts(model_id, str(model))
        with tempfile.TemporaryDirectory() as folder:
            write_atomic(Path(folder) / SUMS, sums.encode())
            client.log_model_artifacts(model_id, folder)
        client.finalize_logged_model(model_id, "READY")
    _show_on_run(client, run_id, model_id)
    return model_id


def register_model(
    client: TrackingClient, name: str, model_id: str, *, run_id: str, tags: Mapping[str, str]
) -> int:
    """Make the logged model a version of the registered model `name`, which exists; the version.

    Should a call that was sent twice have made two versions, the lower one counts.
    """
    mine = f"name = '{name}' and {matching({KEY_TAG: tags[KEY_TAG]})}"
    if not client.search_model_versions(mine):
        client.make_default()  # MLflow looks `models:/` up with its default client
        # From the LoggedModel, never from the run: `mlflow gc` breaks versions made from runs.
        client.create_model_version(name, f"models:/{model_id}", run_id, dict(tags), model_id=model_id)
    return min(int(version.version) for version in client.search_model_versions(mine))


def _show_on_run(client: TrackingClient, run_id: str, model_id: str) -> None:
    from mlflow.entities import LoggedModelOutput

    outputs = client.get_run(run_id).outputs
    if model_id not in [output.model_id for output in (outputs.model_outputs if outputs else ())]:
        client.log_outputs(run_id, [LoggedModelOutput(model_id, step=0)])
