"""`reasonloop`: the loop from a terminal.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

import contextlib
import errno
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from infra.leftovers import adopt_services
from infra.settings import Settings, find_settings, prepare_environment
from tasks.errors import ReasoningError

if TYPE_CHECKING:
    from infra.releases import Releases

app = typer.Typer(
    help="Turn a base language model into a reasoning model, and keep it fresh.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
out = Console()
err = Console(stderr=True)

Profile = Annotated[str, typer.Option(help="Overlay of params.yaml: tiny, small or cuda.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="SECTION.KEY=VALUE", help="A setting of this run only.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def refresh(profile: Profile = "tiny", set_: Set = None) -> None:
    """Build the next dataset version: new problems in, most old ones kept."""
    settings = _start(servers=True)
    from flows.options import RefreshOptions

    options = _options(settings, RefreshOptions, profile=profile, settings=_joined(set_))
    _refuse_second(settings, "refresh")
    from flows.refresh_data import refresh_data

    with _interruptible():
        outcome = refresh_data(options)
    out.print(f"dataset version [bold]{outcome['dataset']}[/]  (run {outcome['run']})")


@app.command()
def retrain(
    profile: Profile = "tiny",
    seed: Annotated[int, typer.Option(min=0, help="Initial weights, order of rows, rollouts.")] = 17,
    refresh: Annotated[
        str, typer.Option(help="Refresh the data first: auto (when there is none), always, never.")
    ] = "auto",
    sft_steps: Annotated[int, typer.Option(min=0, help="0: as in the profile.")] = 0,
    rl_steps: Annotated[int, typer.Option(min=0, help="0: as in the profile.")] = 0,
    set_: Set = None,
) -> None:
    """Train, evaluate, gate and release a model. Interrupted? The same command goes on."""
    settings = _start(servers=True)
    from flows.options import RetrainOptions

    options = _options(
        settings,
        RetrainOptions,
        profile=profile,
        seed=seed,
        refresh=refresh,
        sft_steps=sft_steps,
        rl_steps=rl_steps,
        settings=_joined(set_),
    )
    _refuse_second(settings, "retrain")
    from flows.retrain import retrain as flow

    with _interruptible():
        outcome = flow(options)
    _print_outcome(outcome)


@app.command()
def releases(as_json: Json = False, profile: Profile = "tiny", set_: Set = None) -> None:
    """The releases, newest first."""
    found = _releases(profile, set_).list_releases()
    if as_json:
        print(json.dumps([release.as_json() for release in found], indent=1))
        return
    if not found:
        out.print("no release yet; `reasonloop retrain` makes one")
        return
    table = Table("version", "alias", "accuracy", "control", "dataset", "commit", "created")
    for r in found:
        numbers = (f"{r.accuracy:.1%}", f"{r.accuracy_sft_control:.1%}")
        names = (r.dataset[:8], r.commit[:8], r.created[5:16].replace("T", " "))
        table.add_row(str(r.version), r.alias, *numbers, *names, style="bold" if r.alias == "stable" else "")
    out.print(table)


@app.command()
def rollback(
    version: Annotated[int, typer.Argument(min=1, help="One of the last three stable releases.")],
    why: Annotated[str, typer.Option(help="Kept in the release ledger.")] = "",
    profile: Profile = "tiny",
    set_: Set = None,
) -> None:
    """Make an earlier stable release the stable one again."""
    release = _releases(profile, set_).rollback(version, who=_user(), why=why)
    out.print(f"stable is now version [bold]{release.version}[/] (accuracy {release.accuracy:.1%})")


@app.command()
def trace(
    version: Annotated[int, typer.Argument(min=1)],
    as_json: Json = False,
    profile: Profile = "tiny",
    set_: Set = None,
) -> None:
    """Where a release came from: run, settings, dataset version, sources."""
    lineage = _releases(profile, set_).trace(version)
    if as_json:
        print(json.dumps(lineage, indent=1, ensure_ascii=False))
        return
    from rich.tree import Tree

    tree = Tree(f"release {version}")
    _grow(tree, lineage)
    out.print(tree)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help='E.g. "Compute 37+8-9."')],
    reference: Annotated[str, typer.Option(help="The right answer, for the judge's verdict.")] = "",
    max_tokens: Annotated[int, typer.Option(min=1, max=4096)] = 128,
    profile: Profile = "tiny",
    set_: Set = None,
) -> None:
    """Ask the stable model; its reasoning is shown as it is written."""
    releases = _releases(profile, set_)
    release = releases.stable()
    if release is None:
        raise ReasoningError("there is no stable release to ask; run `reasonloop retrain`")
    from flows.asking import show_answer

    show_answer(releases.model_folder(release.version), release.version, question, reference, max_tokens)


@app.command()
def up(
    prefect_port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the Prefect server and UI.")
    ] = 4200,
    mlflow_port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the MLflow server and UI.")
    ] = 5000,
) -> None:
    """Run the Prefect and MLflow servers and a worker with the schedules; Ctrl-C stops all."""
    settings = _start(quiet=False, servers=True)
    from infra.services import run_services

    uri = settings.mlflow_uri(settings.load())
    raise typer.Exit(run_services(settings, uri, prefect_port=prefect_port, mlflow_port=mlflow_port))


def main() -> None:
    """Entry point: a user's mistake ends with its message, not with a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop in order, as for Ctrl-C
    try:
        app()
    except ReasoningError as error:
        err.print(f"[bold red]{type(error).__name__}[/]: ", end="")
        err.print(str(error), markup=False, highlight=False)
        sys.exit(2)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        err.print(
            f"no space left on the disk of {error.filename or 'the state folder'}; free some, then give"
        )
        err.print("the same command again: finished steps are kept.")
        sys.exit(2)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Say after Ctrl-C what matters then. Typer would say "Aborted."."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("\nStopped. Nothing is lost: the same command goes on where this one was.")
        raise typer.Exit(130) from None


def _start(*, quiet: bool = True, servers: bool = False) -> Settings:
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


def _releases(profile: str, set_: list[str] | None) -> "Releases":
    settings = _start()
    from infra.releases import open_releases
    from tasks.params import parse_overrides

    return open_releases(settings, settings.load(profile, parse_overrides(set_ or [])))


def _options(project: Settings, kind: Any, **values: Any) -> Any:
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


def _refuse_second(settings: Settings, flow: str) -> None:
    """Tell that the flow runs already before a server is started to find out."""
    from infra.locks import hold

    with hold(settings.state, flow, what=f"A {flow}"):
        pass


def _joined(settings: list[str] | None) -> str:
    import shlex

    return shlex.join(settings or [])


def _user() -> str:
    import getpass

    return getpass.getuser()


def _print_outcome(outcome: dict[str, Any]) -> None:
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
    for corpus in outcome["stages"][-1]["corpora"]:
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


def _grow(tree: Any, facts: Any) -> None:
    for name, value in facts.items():
        if isinstance(value, dict):
            _grow(tree.add(name), value)
        else:
            tree.add(f"{name}: {value}")


if __name__ == "__main__":
    main()
