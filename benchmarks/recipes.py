"""The tiny recipe by every algorithm and method, each beside SFT that goes on for the same time.

    python -m benchmarks.recipes                    # three seeds, about ten minutes of processor time each
    python -m benchmarks.recipes --seeds 17         # one
    python -m benchmarks.recipes --quick            # a few steps of one row: whether it works, no figures

Every row starts from the seed's SFT model. What is compared is strict accuracy on the held-out problems of
the three trained subtasks at the trained levels (600); time is processor seconds of the training loop with
its held-out evaluations; memory is the peak of the step's process. The control goes on with SFT at its last
rate for a fifth more than that time. Finished steps are kept under --out and not done again.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.training_measures import draw_data
from flows.retrain import CONTROL_MARGIN, continued
from flows.students import asking_teacher
from infra.data_version import DataStore
from infra.settings import find_settings
from tasks.artifacts import MANIFEST, REPORT, write_json
from tasks.errors import DataError, StepFailedError
from tasks.params import Params, load_params
from tasks.params.section import Section
from tasks.params.student import StudentParams

LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ADAPTER = {"method": "lora", "lora": {"targets": LAYERS}, "learning_rate": 2e-3}
PPO = {
    "algorithm": "ppo",
    "passes": 2,
    "minibatches": 2,
    "num_steps": 180,
    "save_every": 60,
    "eval_every": 40,
}
RECIPES: dict[str, tuple[str, dict[str, Any]]] = {
    "GRPO": ("grpo", {}),
    "GRPO, LoRA": ("grpo", ADAPTER),
    "PPO": ("grpo", PPO),
    "PPO, LoRA": ("grpo", PPO | ADAPTER),
    "prompt tuning": (
        "sft",
        {
            "method": "prompt",
            "optimizer": "adamw",
            "trace_share": 1.0,
            "real_share": 0.0,
            "num_steps": 200,
            "learning_rate": 3e-2,
            "final_learning_rate": 3e-3,
        },
    ),
}
"""Row -> the task, and how its section differs from the tiny profile's."""
STUDENTS: dict[str, dict[str, Any]] = {
    "student, traces": {"method": "traces"},
    "student, logits": {"method": "logits"},
    "student, on-policy": {"method": "on_policy", "sft_steps": 450, "num_steps": 60},
}
"""Row -> how a smaller model learns from the model of the row GRPO. The control is one like it that only SFT
on the dataset's worked traces has taught, for as long."""
ROWS = [*RECIPES, *STUDENTS]
FEW = {"num_steps": 4, "save_every": 4, "eval_problems": 8}


class Bench:
    """One seed: its folder, its data, and the settings that the tiny profile gives it."""

    def __init__(self, out: Path, data: Path, seed: int, *, quick: bool) -> None:
        self._out, self._data, self._quick = out / str(seed), data, quick
        seeds = {f"{section}.seed": seed for section in ("model", "sft", "grpo", "evaluate")}
        self.params: Params = load_params(Path("params.yaml"), profile="tiny", overrides=seeds)

    def run(self, name: str, task: str, section: Section, **inputs: Path) -> tuple[dict[str, Any], float]:
        """The report of a step and the GiB it took, done now unless it is done already.

        Raises:
            StepFailedError: it broke; what it said is above.
        """
        step = self._out / name
        cost = step.with_suffix(".cost.json")
        if not (step / MANIFEST).is_file():
            spec = {
                "task": task,
                "params": section.as_json(),
                "inputs": {key: str(path) for key, path in inputs.items()},
                "out_dir": str(step),
            }
            write_json(step.with_suffix(".spec.json"), spec)
            command = [sys.executable, "-m", "tasks", "--spec", str(step.with_suffix(".spec.json"))]
            child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                raise StepFailedError(f"{step}: {task} ended with status {child.returncode}")
            write_json(cost, {"gib": used.ru_maxrss / 2**20})
        gib = json.loads(cost.read_bytes())["gib"] if cost.is_file() else float("nan")
        return json.loads((step / REPORT).read_bytes()), gib

    def section(self, task: str, changes: Mapping[str, Any]) -> Section:
        """A section of the tiny profile with some settings changed."""
        section: Section = getattr(self.params, task)
        few: dict[str, Any] = FEW if self._quick else {}
        if self._quick and task == "grpo":
            few = few | {"eval_every": 4, "min_pass_rate": 0.0, "prompts_per_step": 4}
        return type(section).model_validate({**section.as_json(), **changes, **few})

    def accuracy(self, name: str, model: Path) -> float:
        """Strict accuracy on the held-out problems."""
        if self._quick:
            return float(json.loads((model / REPORT).read_bytes())["heldout_accuracy"])
        measures = {"untrained_problems": 0, "real_problems": 0, "pass_k_problems": 0}
        section = self.params.evaluate.model_copy(update=measures)
        report, _ = self.run(f"{name}-evaluate", "evaluate", section, data=self._data, model=model)
        return float(report["accuracy"])

    def start(self) -> dict[str, Any]:
        """The SFT model that every row goes on from."""
        base, sft = self._out / "model", self._out / "sft"
        self.run("model", "model", self.params.model, data=self._data)
        report, _ = self.run("sft", "sft", self.section("sft", {}), data=self._data, model=base)
        return report | {"accuracy": self.accuracy("sft", sft)}

    def row(self, name: str, sft: dict[str, Any]) -> dict[str, float]:
        """A recipe and its control."""
        task, changes = RECIPES[name]
        step = name.lower().replace(", ", "-").replace(" ", "-")
        start = self._out / "sft"
        report, gib = self.run(step, task, self.section(task, changes), data=self._data, model=start)
        going_on = continued(self.params.sft, sft, 0.0 if self._quick else report["cpu_seconds"])
        control, _ = self.run(f"{step}-control", "sft", going_on, data=self._data, model=start)
        return {
            "accuracy": self.accuracy(step, self._out / step),
            "control": self.accuracy(f"{step}-control", self._out / f"{step}-control"),
            "cpu_seconds": report["cpu_seconds"],
            "control_cpu_seconds": control["cpu_seconds"],
            "gib": gib,
            "learnt": report["num_trained"],
        }

    def student(self, name: str) -> dict[str, float]:
        """A student from scratch and its control: time is that of all it learnt, its teacher's left out."""
        section = StudentParams.model_validate({"seed": self.params.sft.seed} | STUDENTS[name])
        step, teacher = name.replace(", ", "-"), self._out / "grpo"
        base = self._out / "student-base"
        self.run("student-base", "model", section.model(self.params.model), data=self._data)
        sft = section.sft(section.sft_steps)
        beginner = f"student-sft-{section.sft_steps}"
        begun, _ = self.run(beginner, "sft", sft, data=self._data, model=base)
        if section.method == "traces":
            asking = asking_teacher(self.params.model_copy(update={"student": section}))
            self.run("student-asked", "reject", asking, data=self._data, model=teacher)
            learning, right = section.sft(section.num_steps), self._out / "student-asked"
            report, gib = self.run(step, "sft", learning, data=right, model=base)
            seconds = report["cpu_seconds"]
        else:
            inputs = {"data": self._data, "teacher": teacher, "model": self._out / beginner}
            report, gib = self.run(step, "student", section, **inputs)
            seconds = begun["cpu_seconds"] + report["cpu_seconds"]
        steps = math.ceil(CONTROL_MARGIN * seconds * begun["num_steps"] / begun["cpu_seconds"])
        control, _ = self.run(f"{step}-control", "sft", section.sft(steps), data=self._data, model=base)
        return {
            "accuracy": self.accuracy(step, self._out / step),
            "control": self.accuracy(f"{step}-control", self._out / f"{step}-control"),
            "cpu_seconds": seconds,
            "control_cpu_seconds": control["cpu_seconds"],
            "gib": gib,
            "learnt": report.get("num_parameters", report.get("num_trained")),
        }


def print_table(found: dict[str, dict[int, dict[str, float]]], starts: dict[int, float]) -> None:
    """A line for each recipe, seeds side by side."""
    print("SFT, where all start: " + ", ".join(f"{one:.1%} (seed {seed})" for seed, one in starts.items()))
    print("recipe | accuracy | control | gain, points | CPU s | control's | peak GiB | numbers learnt")
    for name, rows in found.items():
        many = list(rows.values())
        cells = [" / ".join(f"{100 * row[key]:.1f}" for row in many) for key in ("accuracy", "control")]
        cells.append(f"{100 * mean(row['accuracy'] - row['control'] for row in many):+.1f}")
        cells += [
            " / ".join(f"{row[key]:.0f}" for row in many) for key in ("cpu_seconds", "control_cpu_seconds")
        ]
        cells += [f"{max(row['gib'] for row in many):.2f}", f"{many[0]['learnt']:,.0f}"]
        print(" | ".join([name, *cells]))


def current_data() -> Path:
    """The dataset version that data.dvc names."""
    settings = find_settings()
    store = DataStore(settings.project, settings.state, settings.load("tiny", {}).data)
    md5 = store.current()
    if md5 is None:
        raise DataError("there is no dataset version; run `reasonloop refresh`, or give --data")
    return store.checkout(md5)


def main() -> None:
    """Run what is missing, print the table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[17, 1, 2])
    parser.add_argument("--rows", dest="recipes", nargs="+", choices=ROWS, default=[*ROWS], metavar="ROW")
    parser.add_argument("--data", type=Path, help="a dataset folder instead of the current version")
    parser.add_argument("--out", type=Path, help="where the steps are kept")
    parser.add_argument("--quick", action="store_true", help="one seed, a few steps of GRPO with LoRA")
    given = parser.parse_args()
    if given.quick:
        given.seeds, given.recipes = given.seeds[:1], ["GRPO, LoRA"]
    if set(given.recipes) & set(STUDENTS) and "GRPO" not in given.recipes:
        given.recipes.insert(0, "GRPO")  # the teacher
    out = given.out or find_settings().state / "benchmarks" / ("recipes-quick" if given.quick else "recipes")
    data = given.data or (out / "data" if given.quick else current_data())
    if given.quick and not given.out:
        shutil.rmtree(out, ignore_errors=True)  # what an earlier run finished proves nothing
    if given.quick and not given.data:
        draw_data(data, load_params(Path("params.yaml"), profile="tiny").sft.subtasks, 1_500)
    data = data.resolve()
    found: dict[str, dict[int, dict[str, float]]] = {name: {} for name in given.recipes}
    starts: dict[int, float] = {}
    for seed in given.seeds:
        bench = Bench(out, data, seed, quick=given.quick)
        sft = bench.start()
        starts[seed] = sft["accuracy"]
        for name in given.recipes:
            found[name][seed] = bench.row(name, sft) if name in RECIPES else bench.student(name)
    print_table(found, starts)
    print(json.dumps({"sft": starts, "recipes": found}))


if __name__ == "__main__":
    main()
