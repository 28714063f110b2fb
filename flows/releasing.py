"""The gate and the release: what decides that a candidate becomes stable, exactly once.

The gate compares with the incumbent; the ledger refuses if that has moved meanwhile, and then the gate
is asked again. A retrain that was killed after its release finds it by its key and makes no second one.
"""

import logging
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows import steps
from flows.loop import Loop
from flows.pages import show_markdown
from flows.tracked import Tracked, flow_run_id
from infra.dispatch import StepResult
from infra.ledger import IncumbentMovedError
from infra.releases import Release, Releases
from tasks.artifacts import digest_text

log = logging.getLogger(__name__)

MAX_GATINGS = 5
"""How often the gate is asked again because another release came between."""


def gate_and_release(
    loop: Loop, tracked: Tracked, candidate: StepResult, score: StepResult, data: Path, summary: StepResult
) -> dict[str, Any]:
    """Compare with the incumbent and release, or refuse with reasons; the retrain's outcome."""
    releases = Releases(tracked.tracking, loop.params.tracking.model_name)
    key = digest_text(f"{loop.run.name}/{loop.run.facts()['started']}")
    outcome: dict[str, Any] = {
        "run": loop.run.name,
        "dataset": loop.run.pinned("dataset"),
        "accuracy": summary.report["accuracy"],
        "accuracy_sft_control": summary.report["accuracy_sft_control"],
        "stages": summary.report["stages"],
        "url": tracked.url,
    }
    for _ in range(MAX_GATINGS):
        made = next((entry for entry in releases.ledger.entries() if entry.key == key), None)
        if made is not None:
            releases.list_releases()  # repairs the aliases that a kill left half moved
            return {**outcome, "released": True, "version": made.version, "reasons": []}
        incumbent = releases.stable()
        verdict = gate(loop, releases, incumbent, score, data)
        if verdict["decision"] != "pass":
            return {**outcome, "released": False, "version": 0, "reasons": list(verdict["reasons"])}
        try:
            release_candidate(loop, tracked, releases, candidate, summary, key, incumbent)
        except IncumbentMovedError as error:
            log.warning("gate again: %s", error)
    raise IncumbentMovedError(
        f"stable changed {MAX_GATINGS} times while {loop.run.name} was gated; try again"
    )


def gate(
    loop: Loop, releases: Releases, incumbent: Release | None, score: StepResult, data: Path
) -> dict[str, Any]:
    """The gate's report: the candidate against the incumbent on the same problems."""
    before = None
    if incumbent is not None:
        folder = releases.model_folder(incumbent.version)
        before = steps.evaluate["incumbent"](loop, loop.params.evaluate, data=data, model=folder)
    compared = steps.compare(loop, loop.params.gate, candidate=score, incumbent=before)
    reasons = "".join(f"- {reason}\n" for reason in compared.report["reasons"])
    show_markdown(f"**{compared.report['decision']}**\n\n{reasons}", key="gate")
    log.info("gate decision=%s reasons=%s", compared.report["decision"], compared.report["reasons"])
    return compared.report


@task(name="release", cache_policy=NO_CACHE, persist_result=False)
def release_candidate(
    loop: Loop,
    tracked: Tracked,
    releases: Releases,
    candidate: StepResult,
    summary: StepResult,
    key: str,
    incumbent: Release | None,
) -> Release:
    """Log, register and promote the candidate; the same key again changes nothing."""
    report = summary.report
    release = releases.release_model(
        candidate.path / "model",
        key=key,
        run_id=tracked.run_id,
        dataset=loop.run.pinned("dataset"),
        commit=loop.run.facts()["commit"],
        evaluation={name: report[name] for name in ("accuracy", "accuracy_sft_control")},
        expected_incumbent=incumbent.version if incumbent else None,
        params=loop.params.as_json(),
        flow_run=flow_run_id(),
        who="retrain",
    )
    log.info("released version=%d accuracy=%.4f", release.version, release.accuracy)
    return release
