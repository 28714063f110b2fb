"""The worker of `reasonloop up`: wait for the server, deploy the flows, close what died, then work.

`python -m flows.worker`, with PREFECT_API_URL set.
"""

import asyncio
import logging
import os
import subprocess
import sys
import time

import httpx
from prefect import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed

from flows.pools import prepare_pools
from infra.settings import find_settings, running_services
from tasks.errors import ReasoningError

log = logging.getLogger("flows.worker")

POOL = "local"
SERVER_START_SECONDS = 180.0


def wait_for_server(api: str) -> None:
    """Return once the Prefect server answers.

    Raises:
        TimeoutError: it does not within SERVER_START_SECONDS.
    """
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{api}/health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise TimeoutError(f"the Prefect server at {api} did not answer in {SERVER_START_SECONDS:.0f} s")


async def prepare_server() -> None:
    """Create the work pool, and close runs whose worker is gone.

    A worker that dies together with its flow leaves the run Running for ever, holding its deployment's
    only slot. No other worker serves this pool, so whatever runs in it now is dead.
    """
    async with get_client() as client:
        try:
            await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        except ObjectAlreadyExists:
            log.info("pool=%s exists", POOL)
        states = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
        runs = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=states))
        )
        for run in runs:
            if run.work_pool_name == POOL:
                log.warning("flow_run=%s name=%s closed: its worker is gone", run.id, run.name)
                await client.set_flow_run_state(run.id, Crashed(message="its worker is gone"), force=True)


def main() -> None:
    """Prepare, deploy, then become the Prefect worker."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    settings = find_settings()
    wait_for_server(os.environ["PREFECT_API_URL"])
    asyncio.run(prepare_server())
    try:
        prepare_pools(settings, settings.load())
    except ReasoningError as error:
        sys.exit(f"{type(error).__name__}: {error}")
    prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
    os.chdir(settings.project)
    deploy = subprocess.run([*prefect, "deploy", "--all"], capture_output=True, text=True, check=False)
    if deploy.returncode != 0:
        sys.exit(f"prefect deploy failed; is prefect.yaml in order?\n{deploy.stdout}{deploy.stderr}")
    at = running_services(settings)
    print(f"READY  Prefect {at.get('prefect_ui')}   MLflow {at.get('mlflow')}   Ctrl-C stops all", flush=True)
    os.execv(sys.executable, [*prefect, "worker", "start", "--pool", POOL, "--name", "local"])  # noqa: S606


if __name__ == "__main__":
    main()
