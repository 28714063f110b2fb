"""Weekly: the next dataset version, new problems in, most old ones kept.

synthesise, ingest -> scrub -> clean -> decontaminate -> mix with the last version -> publish
"""

import logging
import math
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import steps
from flows.loop import Loop, current_dataset, open_loop
from flows.options import RefreshOptions
from flows.pages import show_table
from infra.locks import hold
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
    with hold(loop.settings.state, "data-writer", what="A data refresh"):
        previous = loop.run.pin("previous_dataset", lambda: current_dataset(loop))
        history = loop.store.checkout(previous) if previous else None
        drawn = steps.synthesize(loop, _new_problems(loop, previous))
        found = steps.ingest(loop, loop.params.ingest)
        for name, path in found.report["absent"].items():
            log.warning("source %s is absent: %s (ingest.%s.path); going on without", name, path, name)
        safe = steps.scrub(loop, loop.params.scrub, synthetic=drawn, corpora=found)
        kept = steps.clean(loop, loop.params.clean, problems=safe)
        apart = steps.decontaminate(loop, loop.params.decontaminate, problems=kept, history=history)
        mixed = steps.mix(loop, loop.params.mix, problems=apart, history=history)
        md5 = publish(loop, mixed.path / "dataset")
    _show(found.report, mixed.report)
    return md5


@task(name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish(loop: Loop, dataset: Path) -> str:
    """Make a built dataset the current version: data/, data.dvc and the remote."""
    version = loop.store.publish(dataset)
    log.info("dataset=%s files=%d", version.md5, version.num_files)
    return str(version.md5)


def _new_problems(loop: Loop, previous: str | None) -> SynthesizeParams:
    """All problems for a first version; for a later one its new share, from a stream of its own.

    Twice as many are drawn as are needed, since some are in the last version already. Held-out problems
    stay those of the first version, so that releases stay comparable.
    """
    section = loop.params.synthesize
    if previous is None:
        return section
    wanted = math.ceil(2 * section.num_problems * loop.params.mix.new_share)
    seed = seed_for(section.seed, "refresh", previous) % 2**31
    return section.model_copy(update={"seed": seed, "num_problems": wanted, "num_eval_problems": 0})


def _show(ingested: dict[str, Any], mixed: dict[str, Any]) -> None:
    """The counts, as tables on the run's page."""
    for key, report in (("sources", ingested), ("mixture", mixed)):
        rows = [{"what": name, "value": str(value)} for name, value in report.items()]
        show_table(rows, key=key)
