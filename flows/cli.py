"""`reasonloop`: the loop from a terminal.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

import errno
import json
import os
import signal
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from flows.terminal import (
    err,
    grow,
    interruptible,
    joined,
    options_of,
    out,
    print_outcome,
    refuse_second,
    releases_of,
    row_lineage,
    start,
    user,
)
from tasks.errors import ReasoningError

app = typer.Typer(
    help="Turn a base language model into a reasoning model, and keep it fresh.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
Profile = Annotated[str, typer.Option(help="Overlay of params.yaml: tiny, small or cuda.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="SECTION.KEY=VALUE", help="A setting of this run only.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def refresh(profile: Profile = "tiny", set_: Set = None) -> None:
    """Build the next dataset version: new problems in, most old ones kept."""
    settings = start(servers=True)
    from flows.options import RefreshOptions

    options = options_of(settings, RefreshOptions, profile=profile, settings=joined(set_))
    refuse_second(settings, "refresh")
    from flows.refresh_data import refresh_data

    with interruptible():
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
    settings = start(servers=True)
    from flows.options import RetrainOptions

    options = options_of(
        settings,
        RetrainOptions,
        profile=profile,
        seed=seed,
        refresh=refresh,
        sft_steps=sft_steps,
        rl_steps=rl_steps,
        settings=joined(set_),
    )
    refuse_second(settings, "retrain")
    from flows.retrain import retrain as flow

    with interruptible():
        outcome = flow(options)
    print_outcome(outcome)


@app.command()
def watch(
    run: Annotated[str, typer.Argument(help="E.g. retrain-0003; empty for the run begun last.")] = "",
    once: Annotated[
        bool, typer.Option("--once", help="One look; otherwise until the run has ended.")
    ] = False,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
) -> None:
    """A run as it goes: its steps, the curves of what trains, sample completions with verdicts."""
    from rich.live import Live

    from flows.watching import find_run, view_of
    from flows.watching import watch as views
    from infra.settings import find_settings

    found = find_run(find_settings(), run)
    if once or not out.is_terminal:
        out.print(view_of(found))
        return
    with interruptible(), Live(console=out, auto_refresh=False) as live:
        for view in views(found, every=every):
            live.update(view, refresh=True)


@app.command()
def releases(as_json: Json = False, profile: Profile = "tiny", set_: Set = None) -> None:
    """The releases, newest first."""
    found = releases_of(profile, set_).list_releases()
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
    release = releases_of(profile, set_).rollback(version, who=user(), why=why)
    out.print(f"stable is now version [bold]{release.version}[/] (accuracy {release.accuracy:.1%})")


@app.command()
def trace(
    version: Annotated[int, typer.Argument(min=0, help="A release; left out with --row.")] = 0,
    row: Annotated[str, typer.Option(help="A row's problem_id, or its first digits.")] = "",
    dataset: Annotated[
        str, typer.Option(help="With --row: a dataset version; empty for the current one.")
    ] = "",
    as_json: Json = False,
    profile: Profile = "tiny",
    set_: Set = None,
) -> None:
    """Where a release or a row of the data came from: run, settings, dataset version, sources."""
    if not (version or row):
        raise ReasoningError("name a release, e.g. `reasonloop trace 3`, or a row with --row ID")
    settings = (profile, set_)
    lineage = row_lineage(row, dataset, *settings) if row else releases_of(*settings).trace(version)
    if as_json:
        print(json.dumps(lineage, indent=1, ensure_ascii=False))
        return
    from rich.tree import Tree

    tree = Tree(f"row {row}" if row else f"release {version}")
    grow(tree, lineage)
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
    releases = releases_of(profile, set_)
    release = releases.stable()
    if release is None:
        raise ReasoningError("there is no stable release to ask; run `reasonloop retrain`")
    from flows.asking import show_answer

    show_answer(releases.model_folder(release.version), release.version, question, reference, max_tokens)


@app.command()
def judge(
    file: Annotated[
        typer.FileBinaryRead, typer.Argument(help="JSONL with references and completions; - for stdin.")
    ],
    output: Annotated[
        typer.FileTextWrite, typer.Option("--out", "-o", help="Where the verdicts go, one JSON line each.")
    ] = "-",  # type: ignore[assignment]
    reference: Annotated[
        str, typer.Option(help="Column of the right answer; empty finds the usual ones.")
    ] = "",
    completion: Annotated[str, typer.Option(help="Column of the completion, or of a list of them.")] = "",
    label: Annotated[str, typer.Option(help="Column that says whether the completion is right.")] = "",
    only_disagreements: Annotated[
        bool, typer.Option("--only-disagreements", help="Write only verdicts that differ from the label.")
    ] = False,
    second_opinion: Annotated[bool, typer.Option(help="Ask Math-Verify about what is undecided.")] = True,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Processes; 0: one per processor.")] = 0,
) -> None:
    """Judge completions against their references; verdicts to stdout, the summary to stderr."""
    from flows.judging import Columns, bounded_lines, judge_lines, summary_tables

    columns = Columns(reference=reference, completion=completion, label=label)
    with err.status("judging", refresh_per_second=4) as status:

        def write(record: dict[str, Any]) -> None:
            status.update(f"judging line {record['line']}")
            if not only_disagreements or "error" in record or record.get("agrees") is False:
                output.write(json.dumps(record) + "\n")

        lines, num_workers = bounded_lines(file), workers or None
        tally = judge_lines(
            lines, write, columns=columns, second_opinion=second_opinion, num_workers=num_workers
        )
    output.flush()
    for summary in summary_tables(tally):
        err.print(summary)
    if tally.num_broken:
        err.print(
            f"[bold yellow]{tally.num_broken} lines could not be judged[/]; each says why in the output"
        )
        raise typer.Exit(1)


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
    settings = start(quiet=False, servers=True)
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
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        err.print(
            f"no space left on the disk of {error.filename or 'the state folder'}; free some, then give"
        )
        err.print("the same command again: finished steps are kept.")
        sys.exit(2)


if __name__ == "__main__":
    main()
