"""Prepare the work pools of `dispatch.pools` on a Prefect server: `python -m flows.pools`.

Creates or updates each pool with its job template, the Secret blocks that its containers need, and the
deployment `train-step/<pool>`. Running it again changes only what the settings changed.
"""

import argparse
import logging
import os
import sys

from prefect.blocks.system import Secret
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.exceptions import ObjectNotFound
from prefect.utilities.callables import parameter_schema

from flows.train_step import train_step
from infra.pools import job_template, secret_block
from infra.settings import Settings, find_settings
from tasks.errors import ConfigError, ReasoningError
from tasks.params import Params, parse_overrides

log = logging.getLogger("flows.pools")

ENTRYPOINT = "flows.train_step.train_step"


def prepare_pools(settings: Settings, params: Params) -> list[str]:
    """Bring the server's pools in line with the settings; their names.

    Raises:
        ConfigError: a secret has no value, or a pool of that name has another type.
    """
    with get_client(sync_client=True) as client:
        for name in params.dispatch.pools:
            _keep_secrets(name, params)
            _make_pool(client, name, params, settings)
            _deploy(client, name)
            log.info("pool=%s type=%s ready", name, params.dispatch.pools[name].type)
    return list(params.dispatch.pools)


def _make_pool(client: SyncPrefectClient, name: str, params: Params, settings: Settings) -> None:
    pool = params.dispatch.pools[name]
    template = job_template(name, params, settings.state)
    try:
        found = client.read_work_pool(name)
    except ObjectNotFound:
        client.create_work_pool(
            WorkPoolCreate(
                name=name, type=pool.type, base_job_template=template, concurrency_limit=pool.limit
            )
        )
        return
    if found.type != pool.type:
        raise ConfigError(
            f"dispatch.pools.{name}: the server has a {found.type} pool of that name, not a {pool.type} one; "
            f"choose another name, or `prefect work-pool delete {name}` first"
        )
    client.update_work_pool(name, WorkPoolUpdate(base_job_template=template, concurrency_limit=pool.limit))


def _keep_secrets(name: str, params: Params) -> None:
    """Store the values that our environment has; one stored before serves when it has none."""
    pool = params.dispatch.pools[name]
    for variable in pool.secrets if pool.type == "docker" else ():
        block = secret_block(name, variable)
        if variable in os.environ:
            Secret(value=os.environ[variable]).save(block, overwrite=True)
            continue
        try:
            Secret.load(block)
        except ValueError as error:
            raise ConfigError(
                f"dispatch.pools.{name}.secrets: {variable} is not in the environment and was not stored "
                "before; set it and run `python -m flows.pools` again"
            ) from error


def _deploy(client: SyncPrefectClient, name: str) -> None:
    client.create_deployment(
        flow_id=client.create_flow(train_step),
        name=name,
        work_pool_name=name,
        entrypoint=ENTRYPOINT,
        description="One training step of a retrain",
        tags=["training"],
        parameter_openapi_schema=parameter_schema(train_step).model_dump(),
        enforce_parameter_schema=True,
    )


def main() -> int:
    """Prepare the pools of a profile; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m flows.pools", description="Prepare the work pools.")
    parser.add_argument("--profile", default="tiny")
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.KEY=VALUE")
    given = parser.parse_args()
    try:
        settings = find_settings()
        params = settings.load(given.profile, parse_overrides(given.set))
        names = prepare_pools(settings, params)
    except ReasoningError as error:
        log.error("%s: %s", type(error).__name__, error)
        return 2
    if not names:
        log.info("dispatch.pools is empty: all steps are child processes of their flow")
    return 0


if __name__ == "__main__":
    sys.exit(main())
