"""One training step as a flow of its own: what a work pool runs for a retrain elsewhere.

See `infra.jobs` for what it is told, `flows.dispatching` for the parent's side.
"""

import logging
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Cancelled

from flows.pulse import Pulse
from infra.jobs import read_job, run_job
from infra.settings import find_settings
from tasks.errors import StepFailedError

log = logging.getLogger(__name__)


@flow(name="train-step", flow_run_name="{step}", persist_result=False)
def train_step(step: str, job: str) -> dict[str, Any] | State[Any]:
    """Do one step of a retrain; the step's report.

    Args:
        step: Name shown in the UI, e.g. `retrain-0003/grpo`.
        job: What to do, JSON that the retrain wrote.
    """
    wanted = read_job(job)
    log.info("step=%s task=%s inputs=%s", step, wanted.task, wanted.inputs)
    pulse = Pulse(UUID(flow_run.id), wanted.adopt_within_seconds)
    try:
        with pulse.beating():
            result = run_job(find_settings(), wanted)
    except StepFailedError as error:
        if pulse.cancelled:
            return Cancelled(message=f"{step}: stopped, for {pulse.reason}")
        if pulse.reason:
            raise StepFailedError(f"{step}: stopped, for {pulse.reason}") from error
        raise
    return result.report
