"""Releases: a model becomes a version, the version becomes stable, and an earlier one can be again.

    model folder -> MLflow LoggedModel -> registered version -> ledger entry -> aliases

Every arrow is done at most once for a key: what an interrupted call left is found by its tag and used.
So the same call after a crash at any moment ends with exactly one release. The ledger alone decides
what is stable; `infra.aliases` follows it at the start and the end of every operation.
"""

import logging
import shutil
import tempfile
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.aliases import ALIASES, repair_aliases
from infra.ledger import Ledger
from infra.ledger_entries import NUM_STABLE, Entry, fold, now, promotions
from infra.lineage import trace_release
from infra.locks import wait_for
from infra.model_files import check_model, sums_of
from infra.releases_register import log_model, model_tags, register_model
from infra.settings import Settings
from infra.tracking import Tracking, flat, local_path, open_tracking
from tasks.artifacts import digest_text
from tasks.errors import ModelError, ReleaseError
from tasks.failpoints import failpoint
from tasks.params import Params
from tasks.records import to_dict

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One released version."""

    version: int
    """Version of the registered model."""
    alias: str
    """`stable`, `stable-1`, `stable-2`, or empty."""
    withdrawn: bool
    """True when a rollback went past it and nothing promoted it since."""
    dataset: str
    """Dataset version, the `.dir` md5."""
    commit: str
    """Code revision."""
    accuracy: float
    """Held-out accuracy, 0-1."""
    accuracy_sft_control: float
    """The same of SFT continued for as long as RL took."""
    created: str
    """UTC, ISO 8601."""
    model_id: str
    """MLflow LoggedModel."""
    sha256: str
    """Digest over the model's files."""
    run_id: str
    """MLflow run that made it."""
    evaluation: dict[str, Any]
    """All the numbers kept in the ledger."""
    image: str
    flow_run: str
    who: str
    why: str

    def as_json(self) -> dict[str, Any]:
        """What `reasonloop releases --json` prints."""
        names = ("version", "alias", "dataset", "commit", "accuracy", "accuracy_sft_control", "created")
        return {name: getattr(self, name) for name in names}


class Releases:
    """The releases of one registered model."""

    def __init__(self, tracking: Tracking, model_name: str) -> None:
        self.tracking = tracking
        self.model_name = model_name
        self.ledger = Ledger(tracking, model_name)

    def release_model(
        self,
        model: Path,
        *,
        key: str,
        run_id: str,
        dataset: str,
        commit: str,
        evaluation: Mapping[str, Any],
        expected_incumbent: int | None,
        params: Mapping[str, Any] | None = None,
        image: str = "",
        flow_run: str = "",
        who: str = "",
        why: str = "",
    ) -> Release:
        """Log, register and promote a model; the same key again returns the release it made.

        Args:
            model: Folder in Hugging Face layout.
            key: Identity of the request, e.g. sha256 over the retrain and the model's digest.
            run_id: MLflow run that made the model.
            dataset: Dataset version.
            commit: Code revision.
            evaluation: Numbers for the ledger; `accuracy` and `accuracy_sft_control` at least.
            expected_incumbent: Version that the gate compared with; None if there was none.
            params: Settings to show beside the model.
            image: Digest of the container image.
            flow_run: Prefect flow run.
            who: User or flow that asks.
            why: For the ledger.

        Raises:
            IncumbentMovedError: another version became stable since the gate compared.
            ReleaseError: `evaluation` lacks a number.
            ModelError: `model` is no model folder, or differs from what the same key logged.
            BusyError: another process releases under the same key and does not end.
        """
        missing = [n for n in ("accuracy", "accuracy_sft_control") if n not in evaluation]
        if missing:
            raise ReleaseError(f"release {key}: evaluation lacks {missing}; run the evaluation again")
        self._repair()
        with wait_for(self.tracking.artifacts / ".locks" / f"release-{digest_text(key)[:16]}"):
            sums = sums_of(model)
            self.ledger.ensure()
            tags = model_tags(key=key, sums=sums, dataset=dataset, commit=commit, image=image)
            client = self.tracking.client
            model_id = log_model(client, model, sums, run_id=run_id, tags=tags, params=flat(params or {}))
            failpoint("release.after-log")
            version = register_model(client, self.model_name, model_id, run_id=run_id, tags=tags)
            failpoint("release.after-register")
            entry = Entry(
                op="promote",
                version=version,
                model_id=model_id,
                sha256=digest_text(sums),
                run_id=run_id,
                dataset=dataset,
                commit=commit,
                evaluation=dict(evaluation),
                image=image,
                flow_run=flow_run,
                key=key,
                who=who,
                why=why,
                created=now(),
            )
            entered = self.ledger.promote(entry, expected_incumbent=expected_incumbent)
            failpoint("release.after-append")
        self._repair()
        return self._release(entered.version)

    def rollback(self, version: int, *, who: str = "", why: str = "", key: str = "") -> Release:
        """Make one of the last three stable versions the stable one; newer ones are withdrawn.

        Args:
            version: What to go back to.
            who: For the ledger.
            why: For the ledger.
            key: Identity of the request; the same key again changes nothing. Empty: a new request.

        Raises:
            ReleaseError: `version` is not one of the three; the message names them.
            ModelError: its files are damaged: it must not become stable.
        """
        live = self._repair()
        if version in live[:NUM_STABLE]:
            self.model_folder(version)
        self.ledger.rollback(version, key=key or f"rollback-{uuid.uuid4().hex}", who=who, why=why)
        self._repair()
        return self._release(version)

    def list_releases(self) -> list[Release]:
        """All releases, newest first; those withdrawn by a rollback are marked."""
        self._repair()
        return self._releases()

    def stable(self) -> Release | None:
        """The release that is served; None before the first."""
        self._repair()
        return next((r for r in self._releases() if r.alias == "stable"), None)

    def model_folder(self, version: int) -> Path:
        """The files of a release on this machine, checked against their digests.

        With a tracking server elsewhere they are downloaded once.

        Raises:
            ReleaseError: no such release.
            ModelError: a file is missing or changed.
        """
        release = self._release(version)
        location = str(self.tracking.client.get_logged_model(release.model_id).artifact_location)
        folder = local_path(location)
        if folder is None:
            folder = self._download(release)
        check_model(folder, release.sha256)
        return folder

    def trace(self, version: int) -> dict[str, Any]:
        """Where a release came from: release, run, settings, dataset version, its sources."""
        return trace_release(self.tracking, to_dict(self._release(version)))

    def refuse_deletion(
        self,
        *,
        versions: Collection[int] = (),
        model_ids: Collection[str] = (),
        run_ids: Collection[str] = (),
        datasets: Collection[str] = (),
    ) -> None:
        """Call before deleting anything: the last three releases must stay complete.

        Raises:
            ReleaseError: one of the three is, or was made from, something named here.
        """
        for release in self.list_releases():
            if not release.alias:
                continue
            reached: list[tuple[str, Any, Collection[Any]]] = [
                ("version", release.version, versions),
                ("model", release.model_id, model_ids),
                ("MLflow run", release.run_id, run_ids),
                ("dataset version", release.dataset, datasets),
            ]
            for what, name, doomed in reached:
                if name in doomed:
                    raise ReleaseError(
                        f"{what} {name} must stay: release {release.version} ({release.alias}) needs it; "
                        f"it may go when {NUM_STABLE} newer releases are stable"
                    )

    def _repair(self) -> tuple[int, ...]:
        return repair_aliases(self.tracking.client, self.ledger)

    def _releases(self) -> list[Release]:
        entries = self.ledger.entries()
        live = fold(entries)
        aliases = dict(zip(live, ALIASES, strict=False))
        found = promotions(entries).values()
        return [_release(e, aliases.get(e.version, ""), e.version not in live) for e in reversed(found)]

    def _release(self, version: int) -> Release:
        releases = {r.version: r for r in self._releases()}
        if version not in releases:
            there = ", ".join(map(str, releases)) or "none yet; `reasonloop retrain` makes one"
            raise ReleaseError(f"there is no release {version}; releases: {there}")
        return releases[version]

    def _download(self, release: Release) -> Path:
        """The copy of a release on this machine, fetched if there is none or if it is damaged."""
        import mlflow

        folder = self.tracking.artifacts / "downloads" / release.model_id
        if folder.is_dir():
            try:
                check_model(folder, release.sha256)
            except ModelError as error:
                log.warning("downloading again: %s", error)
                shutil.rmtree(folder)
            else:
                return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
        try:
            self.tracking.client.make_default()
            mlflow.artifacts.download_artifacts(f"models:/{release.model_id}", dst_path=str(draft))
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return folder


def open_releases(settings: Settings, params: Params) -> Releases:
    """The releases of the model that the settings name."""
    return Releases(open_tracking(settings, params), params.tracking.model_name)


def _release(entry: Entry, alias: str, withdrawn: bool) -> Release:
    return Release(
        version=entry.version,
        alias=alias,
        withdrawn=withdrawn,
        dataset=entry.dataset,
        commit=entry.commit,
        accuracy=float(entry.evaluation["accuracy"]),
        accuracy_sft_control=float(entry.evaluation["accuracy_sft_control"]),
        created=entry.created,
        model_id=entry.model_id,
        sha256=entry.sha256,
        run_id=entry.run_id,
        evaluation=entry.evaluation,
        image=entry.image,
        flow_run=entry.flow_run,
        who=entry.who,
        why=entry.why,
    )
