"""One training step as a flow of its own: what a GPU work pool runs for a retrain elsewhere.

The parent passes a spec on the shared state folder; the step leaves its result there. See
`infra.dispatch` for the spec and `flows.dispatching` for the parent's side.
"""

import logging
from pathlib import Path
from typing import Any

from prefect import flow

from infra import dispatch
from infra.settings import find_settings
from tasks.errors import DataError

log = logging.getLogger(__name__)


@flow(name="train-step", flow_run_name="{step}", persist_result=False)
def train_step(step: str, spec: str) -> dict[str, Any]:
    """Run the task that a spec names; the step's report.

    Args:
        step: Name shown in the UI, e.g. `retrain-0003/grpo`.
        spec: Path of the spec, relative to the state folder.
    """
    settings = find_settings()
    log.info("step=%s spec=%s", step, spec)
    path = (settings.state / spec).resolve()
    if not path.is_relative_to(settings.state) or not path.is_file():
        raise DataError(f"spec {spec!r}: no such file in {settings.state}; retrain writes it")
    wanted = dispatch.read_spec(path)
    result = dispatch.run_step(
        settings,
        wanted["task"],
        wanted["params"],
        {name: Path(value) for name, value in wanted["inputs"].items()},
        Path(wanted["out_dir"]),
        timeout_seconds=wanted["timeout_seconds"],
    )
    return result.report
