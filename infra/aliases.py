"""MLflow's aliases, kept equal to the ledger.

Three rows cannot be changed at once, so a reader of three may see a mixture; who serves reads `stable`
alone. Repairing writes the oldest first and `stable` last, and looks at the ledger again afterwards: if
it grew meanwhile, the work is done again. A process killed in between leaves it to the next operation.
"""

import logging
from typing import Any

from infra.ledger import Ledger
from infra.ledger_entries import NUM_STABLE, fold
from infra.tracking_client import TrackingClient, TrackingError
from tasks.failpoints import failpoint

log = logging.getLogger(__name__)

ALIASES = ("stable", *(f"stable-{n}" for n in range(1, NUM_STABLE)))
"""Of the first three live versions, in this order."""


def repair_aliases(client: TrackingClient, ledger: Ledger) -> tuple[int, ...]:
    """Set each alias to the version the ledger gives it and delete those it gives none.

    Costs two reads when nothing is wrong. Other aliases are left alone. An alias whose version was
    deleted from MLflow is reported in the log and stays unset.

    Returns:
        The live versions, stable first.
    """
    while True:
        entries = ledger.entries()
        live = fold(entries)
        if not entries:
            return live
        wanted = dict(zip(ALIASES, live, strict=False))
        aliases = client.get_registered_model(ledger.model_name).aliases
        wrong = [a for a in reversed(ALIASES) if wanted.get(a) != _number(aliases.get(a))]
        for alias in wrong:
            _set(client, ledger.model_name, alias, wanted.get(alias), had=alias in aliases)
            failpoint("release.between-aliases")
        if not wrong or len(ledger.entries()) == len(entries):
            return live


def _set(client: TrackingClient, model: str, alias: str, version: int | None, *, had: bool) -> None:
    if version is not None:
        try:
            client.set_registered_model_alias(model, alias, str(version))
        except TrackingError as error:
            if error.code != "RESOURCE_DOES_NOT_EXIST":
                raise
            log.error("alias=%s version=%d was deleted from MLflow; roll back to another", alias, version)
        else:
            log.info("alias=%s version=%d", alias, version)
            return
    if had:
        client.delete_registered_model_alias(model, alias)
        log.info("alias=%s deleted", alias)


def _number(version: Any) -> int | None:
    return None if version is None else int(version)
