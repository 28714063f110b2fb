"""Weekly: the next dataset version, new problems in, most old ones kept.

aim at the last errors -> synthesise, ingest -> scrub -> clean -> dedup -> decontaminate -> mix with
the last version -> publish
"""

import logging
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import steps
from flows.loop import Loop, current_dataset, open_loop
from flows.options import RefreshOptions
from flows.pages import show_table
from infra.data_shares import realised_shares
from infra.locks import hold
from tasks.data.stage import StageCounts, read_stages
from tasks.dataset import read_index, shards_of
from tasks.errors import DataError
from tasks.failpoints import failpoint
from tasks.params.data import SynthesizeParams
from tasks.seeds import seed_for

log = logging.getLogger(__name__)


@flow(name="refresh-data", flow_run_name="refresh-{options.profile}", persist_result=False)
def refresh_data(options: RefreshOptions = RefreshOptions()) -> dict[str, Any]:  # noqa: B008
    """Build, check and publish the next dataset version."""
    with open_loop("refresh", options.profile, options.overrides(), options.model_dump()) as loop:
        version = build_version(loop)
        outcome = {"dataset": version, "run": loop.run.name}
        loop.run.finish(outcome)
    return outcome


def build_version(loop: Loop) -> str:
    """Run the data steps and publish; the md5 of the new version. Part of a refresh or of a retrain."""
    from flows.aiming import aimed_weights  # knows the generators, whose provers take a while to import

    with hold(loop.settings.state, "data-writer", what="A data refresh"):
        previous = loop.run.pin("previous_dataset", lambda: current_dataset(loop))
        history = loop.store.checkout(previous) if previous else None
        weights = loop.run.pin("weights", lambda: aimed_weights(loop) if previous else {})
        drawn = steps.synthesize(loop, _new_problems(loop, previous, history, weights))
        found = steps.ingest(loop, loop.params.ingest)
        for name, path in found.report["absent"].items():
            log.warning("source %s is absent: %s (ingest.%s.path); going on without", name, path, name)
        safe = steps.scrub(loop, loop.params.scrub, synthetic=drawn, corpora=found)
        kept = steps.clean(loop, loop.params.clean, problems=safe)
        once = steps.dedup(loop, loop.params.dedup, problems=kept, scrubbed=safe, history=history)
        apart = steps.decontaminate(loop, loop.params.decontaminate, problems=once, history=history)
        mixed = steps.mix(loop, loop.params.mix, problems=apart, drawn=drawn, history=history)
        if history is not None:
            check_shares(loop, history, mixed.path / "dataset")
        md5 = publish(loop, mixed.path / "dataset")
        failpoint("flow.after-publish")
    _show(read_stages(apart.path), mixed.report)
    return md5


def check_shares(loop: Loop, history: Path, dataset: Path) -> None:
    """Compare the manifests of the last version and of this one with what the mixture should be.

    Raises:
        DataError: the shares of new and kept rows are outside `mix.share_tolerance`; nothing is published.
    """
    found, wanted = realised_shares(history, dataset), loop.params.mix
    facts = {name: f"{value:.4g}" if value <= 1 else str(value) for name, value in asdict(found).items()}
    log.info("shares %s", " ".join(f"{name}={value}" for name, value in facts.items()))
    show_table([{"what": name, "value": value} for name, value in facts.items()], key="shares")
    off = abs(found.new_share - wanted.new_share) > wanted.share_tolerance
    if found.num_new and (off or found.kept_share < wanted.min_kept_share):
        raise DataError(
            f"mix: by the manifests {found.new_share:.3f} of the training rows are new and "
            f"{found.kept_share:.3f} of the old ones kept; wanted mix.new_share={wanted.new_share} within "
            f"{wanted.share_tolerance} and at least mix.min_kept_share={wanted.min_kept_share}"
        )


@task(name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish(loop: Loop, dataset: Path) -> str:
    """Make a built dataset the current version: data/, data.dvc and the remote."""
    version = loop.store.publish(dataset)
    log.info("dataset=%s files=%d", version.md5, version.num_files)
    return str(version.md5)


def _new_problems(
    loop: Loop, previous: str | None, history: Path | None, weights: dict[str, float]
) -> SynthesizeParams:
    """All problems for a first version; for a later one its new share, from a stream of its own.

    Twice as many are drawn as are needed, since some are in the last version already. Held-out problems
    stay those of the first version, so that releases stay comparable. `weights` are those of the settings,
    moved towards the last model's errors.
    """
    section = loop.params.synthesize
    if previous is None or history is None:
        return section
    num_train = sum(shard.rows for shard in shards_of(read_index(history), "train"))
    wanted = max(1, math.ceil(2 * num_train * loop.params.mix.new_share))
    seed = seed_for(section.seed, "refresh", previous) % 2**31
    update = {"seed": seed, "num_problems": wanted, "num_eval_problems": 0, "weights": weights}
    return section.model_copy(update=update)


def _show(stages: Sequence[StageCounts], mixed: dict[str, Any]) -> None:
    """The counts of every step, as log lines, and with the mixture as tables on the run's page."""
    rows = []
    for counts in stages:
        lost = {"dropped": sum(counts.dropped.values()), "quarantined": sum(counts.quarantined.values())}
        numbers = {"read": counts.read, "kept": counts.kept, **lost}
        rows.append({"step": counts.stage, **{name: str(number) for name, number in numbers.items()}})
        log.info("counts step=%s %s", counts.stage, " ".join(f"{n}={value}" for n, value in numbers.items()))
    show_table(rows, key="steps")
    show_table([{"what": name, "value": str(value)} for name, value in mixed.items()], key="mixture")
