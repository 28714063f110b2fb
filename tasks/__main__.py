"""`python -m tasks NAME ...`: any task in a shell, a container or under torchrun.

    python -m tasks --help
    python -m tasks synthesize --out work/synthetic --set synthesize.num_problems=1000
    python -m tasks sft --data data --model work/model --out work/sft
    python -m tasks --spec spec.json          # how flows start it

A spec is {"task", "params", "inputs", "out_dir"}; the child ends with 0 and a manifest, or with 2 and
a message on its last line of stderr when the user can fix it.
"""

import argparse
import ctypes
import dataclasses
import importlib
import inspect
import json
import logging
import os
import signal
import sys
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tasks.artifacts import run_once
from tasks.errors import ReasoningError
from tasks.params import Params, load_params, parse_overrides
from tasks.params.section import Section

TASKS: dict[str, str] = {
    "synthesize": "tasks.data.synthesize:synthesize_problems",
    "ingest": "tasks.data.ingest:ingest_sources",
    "distil": "tasks.data.teach.distil:distil_traces",
    "scrub": "tasks.data.scrub:scrub_problems",
    "clean": "tasks.data.clean:clean_problems",
    "dedup": "tasks.data.dedup:deduplicate_problems",
    "decontaminate": "tasks.data.decontaminate:decontaminate_problems",
    "mix": "tasks.data.mix:mix_problems",
    "model": "tasks.models.build:build_model",
    "sft": "tasks.train.sft:train_sft",
    "grpo": "tasks.train.grpo:train_grpo",
    "reject": "tasks.train.reject:sample_traces",
    "student": "tasks.train.student:train_student",
    "audit-rewards": "tasks.rewards.audit:audit_rewards",
    "evaluate": "tasks.evaluate.run:evaluate_model",
    "compare": "tasks.evaluate.gate:compare_models",
    "summarize": "tasks.evaluate.stages:summarize_stages",
}
"""Task name -> where it lives. A task is `verb_noun(params, *, <inputs>: Path, out_dir: Path) -> Report`."""

DEFAULT_OUT = {"audit-rewards": Path(".reasonloop/audit-rewards")}
"""Where a task's outputs go when no --out is given; the others need one."""

RESUMABLE = {"sft", "grpo", "student"}
"""Tasks that go on from their own committed checkpoints."""


@dataclasses.dataclass(frozen=True)
class Task:
    """A task and what its signature says of it."""

    name: str
    function: Callable[..., Any]
    section: str
    section_type: type[Section]
    inputs: tuple[str, ...]
    optional_inputs: tuple[str, ...]
    report_type: type[Any]


def load_task(name: str) -> Task:
    """Import a task and read its signature."""
    module, _, attribute = TASKS[name].partition(":")
    function = getattr(importlib.import_module(module), attribute)
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    first, *rest = parameters
    section_type = hints[first]
    section = next(n for n, f in Params.model_fields.items() if f.annotation is section_type)
    inputs = tuple(n for n in rest if n != "out_dir")
    optional = tuple(n for n in inputs if parameters[n].default is None)
    return Task(name, function, section, section_type, inputs, optional, hints["return"])


def run_task(name: str, params: Mapping[str, Any], inputs: Mapping[str, Path], out_dir: Path) -> Any:
    """Run a task here, or return the report of the same work done before."""
    task = load_task(name)
    section = task.section_type.model_validate(params)
    return run_once(
        name,
        lambda: task.function(section, **inputs, out_dir=out_dir),
        report_type=task.report_type,
        params=section.as_json(),
        inputs=inputs,
        out_dir=out_dir,
        resumable=name in RESUMABLE,
    )


def die_with_parent() -> None:
    """Let the kernel kill this process when the one that started it dies, and notice if it is gone already.

    Without it a training run would outlive a killed flow and write beside its successor.
    """
    parent = os.environ.get("REASONLOOP_PARENT_PID")
    if not parent or not sys.platform.startswith("linux"):
        return
    pr_set_pdeathsig = 1
    ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != int(parent):
        sys.exit("the process that started this task is gone")


def main(arguments: list[str] | None = None) -> int:
    """Parse, run, print the report as JSON; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    die_with_parent()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if words[:1] == ["--spec"]:
            spec = json.loads(Path(words[1]).read_text())
            inputs = {name: Path(path) for name, path in spec["inputs"].items()}
            report = run_task(spec["task"], spec["params"], inputs, Path(spec["out_dir"]))
        else:
            report = _run_from_shell(words)
    except ReasoningError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
    return 0


def _run_from_shell(words: list[str]) -> Any:
    parser = argparse.ArgumentParser(prog="python -m tasks", description="Run one task.")
    parser.add_argument("task", choices=sorted(TASKS), metavar="TASK", help=", ".join(TASKS))
    if not words or words[0] not in TASKS:
        parser.parse_args(words[:1])
    task = load_task(words[0])
    parser = argparse.ArgumentParser(
        prog=f"python -m tasks {task.name}",
        description=inspect.getdoc(task.function),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in task.inputs:
        parser.add_argument(f"--{name}", type=Path, required=name not in task.optional_inputs)
    default = DEFAULT_OUT.get(task.name)
    parser.add_argument(
        "--out", type=Path, required=default is None, default=default, help="receives the outputs"
    )
    parser.add_argument("--params", type=Path, default=Path("params.yaml"))
    parser.add_argument("--profile", default="tiny")
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.KEY=VALUE")
    given = parser.parse_args(words[1:])
    params = load_params(given.params, profile=given.profile, overrides=parse_overrides(given.set))
    inputs = {n: getattr(given, n) for n in task.inputs if getattr(given, n) is not None}
    return run_task(task.name, getattr(params, task.section).as_json(), inputs, given.out)


if __name__ == "__main__":
    sys.exit(main())
