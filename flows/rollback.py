"""Make an earlier stable release the stable one again, from the Prefect UI."""

import getpass
from typing import Any

from prefect import flow

from flows.options import RollbackOptions
from infra.releases import open_releases
from infra.settings import find_settings


@flow(name="rollback", flow_run_name="rollback-to-{options.version}", persist_result=False)
def rollback(options: RollbackOptions) -> dict[str, Any]:
    """Go back to one of the last three stable releases; newer ones are withdrawn."""
    settings = find_settings()
    releases = open_releases(settings, settings.load())
    return releases.rollback(options.version, who=getpass.getuser(), why=options.why).as_json()
