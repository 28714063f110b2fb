"""What the commands of `reasonloop` share: finding the project, its options, and what the terminal shows."""

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from infra.leftovers import adopt_services
from infra.settings import Settings, find_settings, prepare_environment

if TYPE_CHECKING:
    from infra.releases import Releases

out = Console()
err = Console(stderr=True)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Say after Ctrl-C what matters then. Typer would say "Aborted."."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("\nStopped. Nothing is lost: the same command goes on where this one was.")
        raise typer.Exit(130) from None


def start(*, quiet: bool = True, servers: bool = False) -> Settings:
    """Find the project, prepare the environment, send our own log lines to the terminal.

    `quiet` keeps Prefect's log lines off the terminal; `servers` is for commands that start some.
    """
    settings = find_settings()
    if quiet:
        # Prefect's own lines stay in its UI; on the terminal they would tear the progress lines.
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    prepare_environment(settings)
    if servers:
        adopt_services(settings)
    level = os.environ.get("REASONLOOP_LOG", "WARNING" if sys.stderr.isatty() else "INFO")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    for name in ("flows", "infra", "tasks"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(level)
    return settings


def releases_of(profile: str, set_: list[str] | None) -> "Releases":
    """The releases of the project under these settings."""
    settings = start()
    from infra.releases import open_releases
    from tasks.params import parse_overrides

    return open_releases(settings, settings.load(profile, parse_overrides(set_ or [])))


def row_lineage(ident: str, version: str, profile: str, set_: list[str] | None) -> dict[str, Any]:
    """Where a row of a dataset version came from, and the releases that were trained on it."""
    settings = start()
    from infra.data_version import DataStore
    from infra.releases import open_releases
    from infra.row_lineage import trace_row
    from tasks.params import parse_overrides
    from tasks.records import to_dict

    params = settings.load(profile, parse_overrides(set_ or []))
    store = DataStore(settings.project, settings.state, params.data)
    releases = [to_dict(release) for release in open_releases(settings, params).list_releases()]
    return trace_row(store, ident, version=version, releases=releases)


def options_of(project: Settings, kind: Any, **values: Any) -> Any:
    """Build a form's model and load its settings, so that a mistake is told before any server starts."""
    from pydantic import ValidationError

    from tasks.errors import ConfigError

    try:
        options = kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"--{first['loc'][0]} {first['input']!r}: {first['msg'].lower()}") from error
    project.load(options.profile, options.overrides())
    return options


def refuse_second(settings: Settings, flow: str) -> None:
    """Tell that the flow runs already before a server is started to find out."""
    from infra.locks import hold

    with hold(settings.state, flow, what=f"A {flow}"):
        pass


def joined(settings: list[str] | None) -> str:
    """The `--set` options as the one line that a form holds."""
    import shlex

    return shlex.join(settings or [])


def user() -> str:
    """Who gives the command."""
    import getpass

    return getpass.getuser()


def print_outcome(outcome: dict[str, Any]) -> None:
    """What a retrain came to: the stages, the real corpora, the release."""
    title = f"held-out problems, strict accuracy with 95 % interval ({outcome['run']})"
    table = Table("stage", "accuracy", "interval", "lenient", "unseen level", "tokens", title=title)
    for stage in outcome["stages"]:
        row, unseen = stage["headline"], stage["unseen_level"]
        table.add_row(
            stage["label"],
            f"{row['strict']:.1%}",
            f"{row['strict_low']:.1%} - {row['strict_high']:.1%}",
            f"{row['lenient']:.1%}",
            f"{unseen['strict']:.1%}" if unseen else "-",
            f"{row['tokens_mean']:.1f}",
        )
    out.print(table)
    out.print(_domain_table(outcome["stages"]))
    for corpus in _stage(outcome["stages"], "rl")["corpora"]:
        interval = f"{corpus['strict_low']:.1%} - {corpus['strict_high']:.1%}"
        out.print(
            f"{corpus['name']}: {corpus['strict']:.1%} ({interval}) of {corpus['num_problems']} held-out rows"
        )
    gain = outcome["accuracy"] - outcome["accuracy_sft_control"]
    out.print(f"RL over SFT for the same time: {100 * gain:+.1f} points")
    if outcome["released"]:
        out.print(f"released version [bold]{outcome['version']}[/] as stable, dataset {outcome['dataset']}")
    else:
        out.print(f"[bold yellow]not released[/]: {'; '.join(outcome['reasons'])}")
    out.print(f"[dim]{outcome['url'] or 'reasonloop up shows the curves in MLflow'}[/]")


def _stage(stages: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(stage for stage in stages if stage["name"] == name)


def _domain_table(stages: list[dict[str, Any]]) -> Table:
    """Every domain at the trained levels, whether or not its subtasks were trained; all stages: stages.md."""
    sft, rl = _stage(stages, "sft"), _stage(stages, "rl")
    table = Table("domain", "problems", sft["label"], rl["label"], "interval", title="by domain")
    before = {row["name"]: f"{row['strict']:.1%}" for row in sft["domains"]}
    for row in rl["domains"]:
        interval = f"{row['strict_low']:.1%} - {row['strict_high']:.1%}"
        name, number = row["name"], str(row["num_problems"])
        table.add_row(name, number, before.get(name, "-"), f"{row['strict']:.1%}", interval)
    return table


def grow(tree: Any, facts: Any) -> None:
    """Hang nested facts on a tree."""
    for name, value in facts.items():
        if isinstance(value, dict):
            grow(tree.add(name), value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            grow(tree.add(name), {str(number): item for number, item in enumerate(value, start=1)})
        else:
            tree.add(f"{name}: {value}")
