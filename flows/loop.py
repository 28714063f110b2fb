"""What the steps of one flow run share: settings, parameters, run directory, progress, stores."""

import contextlib
import difflib
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from infra.data_version import DataStore
from infra.dispatch import USER_ERRORS, allow_children, stop_children
from infra.locks import hold
from infra.progress import Display
from infra.runs import RunDirectory, open_run
from infra.settings import Settings, find_settings
from tasks.errors import ConfigError, DataError
from tasks.params import Params

log = logging.getLogger(__name__)


class Loop:
    """One run of a flow. A plain class, so that Prefect passes it on without looking inside."""

    def __init__(self, settings: Settings, params: Params, run: RunDirectory, display: Display) -> None:
        self.settings = settings
        self.params = params
        self.run = run
        self.display = display
        self.store = DataStore(settings.project, settings.state, params.data)


@contextlib.contextmanager
def open_loop(
    flow: str, profile: str, overrides: Mapping[str, Any], options: Mapping[str, Any]
) -> Iterator[Loop]:
    """The loop of the run that goes on, or begins, under the flow's lock.

    Raises:
        ConfigError: a setting is wrong.
        BusyError: the same flow runs already.
    """
    settings = find_settings()
    for name in ("flows", "infra"):
        if logging.getLogger(name).level == logging.NOTSET:
            logging.getLogger(name).setLevel(logging.INFO)  # so that the run's page in Prefect has our lines
    params = settings.load(profile, overrides)
    with hold(settings.state, flow, what=f"A {flow}"), Display() as display:
        run, resumed = open_run(settings, flow, params, options)
        if resumed:
            log.warning("%s was interrupted and goes on; delete %s to begin afresh", run.name, run.folder)
        log.info("run=%s resumed=%s", run.folder, resumed)
        check_subtasks(params)
        allow_children()
        try:
            yield Loop(settings, params, run, display)
        except USER_ERRORS as error:
            run.finish({"failed": str(error)})  # the same command would only fail again
            stop_children()
            raise
        except BaseException:
            stop_children()
            raise


def check_subtasks(params: Params) -> None:
    """Refuse a subtask that no generator makes, before hours are spent.

    Raises:
        ConfigError: names the setting, the value and the nearest subtask.
    """
    from tasks.problems import SUBTASKS

    named = {
        "synthesize.weights": [name.partition(".L")[0] for name in params.synthesize.weights],
        "sft.subtasks": params.sft.subtasks,
        "grpo.subtasks": params.grpo.subtasks,
        "reject.subtasks": params.reject.subtasks,
        "student.subtasks": params.student.subtasks,
        "evaluate.subtasks": params.evaluate.subtasks,
    }
    for setting, subtasks in named.items():
        for subtask in subtasks:
            if subtask not in SUBTASKS:
                near = difflib.get_close_matches(subtask, SUBTASKS, n=1, cutoff=0.4)
                hint = f"; did you mean {near[0]!r}?" if near else f"; there are {sorted(SUBTASKS)}"
                raise ConfigError(f"{setting}: no subtask {subtask!r}{hint}")


def current_dataset(loop: Loop) -> str | None:
    """The version that data.dvc names, if it can be had; None before the first refresh.

    A fresh clone's data.dvc names a version whose bytes were never pushed from the author's machine to
    a shared remote; the first refresh then builds it again.

    Raises:
        DataError: a shared remote is set, yet the version is not to be had from it.
    """
    md5: str | None = loop.store.current()
    if md5 is None:
        return None
    try:
        loop.store.checkout(md5)
    except DataError as error:
        if loop.params.data.remote:
            raise
        log.warning("dataset %s, which data.dvc names, is not on this machine: it is built afresh", md5[:8])
        log.info("because: %s", error)
        return None
    return md5
