"""The release ledger: an append-only list that says which versions are stable, and since when and why.

MLflow's aliases are rows without history or compare-and-set; three of them cannot be moved at once. So
the truth is a list of entries, and aliases are a projection of it (`infra.aliases`). Entry n is the
parameter `r000001`, ... of the run `ledger` in the experiment `<model>/releases`. MLflow's parameters
are write-once, so of several writers of entry n exactly one wins; the others read again and take n+1,
or find that what they wanted is no longer allowed. The ledger's run is named by a tag that is set when
the registered model is made, which also succeeds for exactly one of several processes.

What entries add up to is in `infra.ledger_entries`.
"""

import json
import logging
import re
from collections.abc import Callable

from infra.ledger_entries import Entry, encode, fold, moved, now, promotions
from infra.tracking import Tracking
from infra.tracking_client import TrackingError
from tasks.errors import DataError, ReleaseError
from tasks.records import from_dict, to_dict

log = logging.getLogger(__name__)

LEDGER_TAG = "reasonloop.ledger"
"""Tag of the registered model: the id of the ledger's run."""
_ENTRY = re.compile(r"r(\d{6})")


class IncumbentMovedError(ReleaseError):
    """Another release became stable after the gate compared with the incumbent."""


class Ledger:
    """The ledger of one registered model, stored in MLflow.

    Any number of processes may write. A caller that saw an error calls again with the same key.
    """

    def __init__(self, tracking: Tracking, model_name: str) -> None:
        self.model_name = model_name
        self._tracking = tracking
        self._run: str | None = None

    def entries(self) -> list[Entry]:
        """All entries, oldest first; empty when nothing was ever released.

        Raises:
            ReleaseError: an entry is missing or damaged.
        """
        run = self._run_id(create=False)
        if run is None:
            return []
        params = self._tracking.client.get_run(run).data.params
        numbered = {int(m[1]): value for name, value in params.items() if (m := _ENTRY.fullmatch(name))}
        return [self._decode(number, numbered.get(number)) for number in range(1, len(numbered) + 1)]

    def ensure(self) -> None:
        """Make the registered model and its empty ledger if there are none."""
        self._run_id(create=True)

    def promote(self, entry: Entry, *, expected_incumbent: int | None) -> Entry:
        """Make `entry.version` the stable one.

        Args:
            entry: What is appended.
            expected_incumbent: The stable version that the gate compared with; None if there was none.

        Returns:
            The entry in the ledger: this one, or the one that the same key entered before.

        Raises:
            IncumbentMovedError: another version is stable by now.
        """

        def check(live: tuple[int, ...]) -> None:
            incumbent = live[0] if live else None
            if incumbent != expected_incumbent:
                raise IncumbentMovedError(
                    f"the gate compared with {_named(expected_incumbent)}, but {_named(incumbent)} is stable "
                    "by now: gate again (the same command does it)"
                )

        return self._append(entry.key, lambda _: entry, check)

    def rollback(self, version: int, *, key: str, who: str = "", why: str = "") -> Entry:
        """Make an earlier version the stable one again and withdraw what is newer.

        Raises:
            ReleaseError: `version` is not one of the last three stable ones; the message names them.
        """

        def draft(entries: list[Entry]) -> Entry:
            changes = {"op": "rollback", "key": key, "who": who, "why": why, "created": now()}
            return Entry(**{**to_dict(promotions(entries)[version]), **changes})

        def check(live: tuple[int, ...]) -> None:
            moved(live, "rollback", version)

        return self._append(key, draft, check)

    def _append(
        self, key: str, draft: Callable[[list[Entry]], Entry], check: Callable[[tuple[int, ...]], None]
    ) -> Entry:
        run = self._run_id(create=True)
        while True:
            entries = self.entries()
            for known in entries:
                if known.key == key:
                    return known
            check(fold(entries))
            entry = draft(entries)
            number = len(entries) + 1
            try:
                self._tracking.client.log_param(run, f"r{number:06d}", encode(entry))
            except TrackingError as error:
                if error.code != "INVALID_PARAMETER_VALUE" or len(self.entries()) < number:
                    raise
                continue  # another process wrote entry `number` first
            log.info("ledger entry=%d op=%s version=%d", number, entry.op, entry.version)
            return entry

    def _decode(self, number: int, text: str | None) -> Entry:
        where = f"release ledger of {self.model_name}, entry r{number:06d}"
        hint = "MLflow's database was changed by hand or is damaged; restore it from a copy"
        if text is None:
            raise ReleaseError(f"{where}: missing; {hint}")
        try:
            return from_dict(Entry, json.loads(text), where=where)
        except (ValueError, DataError) as error:
            raise ReleaseError(f"{where}: {error}; {hint}") from error

    def _run_id(self, *, create: bool) -> str | None:
        if self._run is None:
            self._run = self._named_run() or (self._make_run() if create else None)
        return self._run

    def _named_run(self) -> str | None:
        try:
            model = self._tracking.client.get_registered_model(self.model_name)
        except TrackingError as error:
            if error.code == "RESOURCE_DOES_NOT_EXIST":
                return None
            raise
        if LEDGER_TAG not in model.tags:
            raise ReleaseError(
                f"MLflow's registered model {self.model_name!r} was not made by reasonloop (no tag "
                f"{LEDGER_TAG}); choose another params.yaml tracking.model_name"
            )
        return str(model.tags[LEDGER_TAG])

    def _make_run(self) -> str:
        client = self._tracking.client
        experiment = f"{self.model_name}/releases"
        # A process that died before it made the registered model left an empty run: it serves again.
        run = self._tracking.find_run(experiment, {LEDGER_TAG: "1"})
        if run is None:
            made = client.create_run(
                self._tracking.experiment(experiment), run_name="ledger", tags={LEDGER_TAG: "1"}
            )
            run = str(made.info.run_id)
        try:
            client.create_registered_model(self.model_name, tags={LEDGER_TAG: run})
        except TrackingError as error:
            if error.code != "RESOURCE_ALREADY_EXISTS":
                raise
            chosen = self._named_run()
            if chosen is not None and chosen != run:
                client.delete_run(run)
                run = chosen
        return run


def _named(version: int | None) -> str:
    return "no release" if version is None else f"version {version}"
