"""A miniature project: the whole loop in a minute or two, with a model that learns nothing."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

MINIATURE: dict[str, Any] = {
    "synthesize": {"num_problems": 600, "num_eval_problems": 6},
    "ingest": {
        "eval_share": 0.2,
        "gsm8k": {"path": "corpora/gsm8k.jsonl"},
        "tal_scq5k": {"path": "corpora/absent"},
    },
    "mix": {"shard_rows": 200},
    "model": {"vocab_size": 400, "hidden_size": 32, "num_layers": 1, "head_dim": 16, "mlp_size": 64},
    "sft": {"num_steps": 24, "batch_size": 8, "save_every": 8, "log_every": 4, "warmup_steps": 2},
    "grpo": {
        "num_steps": 6,
        "prompts_per_step": 2,
        "group_size": 2,
        "max_completion_tokens": 8,
        "min_pass_rate": 0.0,
        "warmup_steps": 1,
        "eval_every": 3,
        "eval_problems": 6,
        "save_every": 2,
    },
    "evaluate": {"max_completion_tokens": 8, "pass_k": 2, "pass_k_problems": 4, "real_problems": 4},
    "gate": {"max_loss": 1.0},
    "profiles": {"tiny": {}},
}
"""Everything real but the sizes. RL may start at pass rate 0, and the gate lets every candidate through."""

ROWS = [
    {
        "question": f"Tom has {n} apples and buys {n + 3} more. How many has he now?",
        "answer": f"He has {n}+{n + 3}=<<{n}+{n + 3}={2 * n + 3}>>{2 * n + 3} apples.\n#### {2 * n + 3}",
    }
    for n in range(2, 42)
]


@dataclass(frozen=True)
class Project:
    """The folder, and `reasonloop` run in it."""

    folder: Path

    def run(self, *words: str, failpoint: str = "", timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """`reasonloop WORDS`, killed at `failpoint` if given.

        Its output goes through files: a server that outlives a killed command would hold a pipe open.
        """
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                [sys.executable, "-m", "flows.cli", *words],
                cwd=self.folder,
                env=self._environment(REASONLOOP_FAILPOINT=failpoint),
                stdout=out,
                stderr=err,
                timeout=timeout,
                check=False,
            )
            for stream in (out, err):
                stream.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """`reasonloop WORDS`, running."""
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            cwd=self.folder,
            env=self._environment(),
            stderr=subprocess.DEVNULL,
        )

    def _environment(self, **more: str) -> dict[str, str]:
        inherited = ("PREFECT_", "MLFLOW_", "REASONLOOP_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(inherited)}
        ours = {"REASONLOOP_PROJECT": str(self.folder), "REASONLOOP_ENGINE": "processes:1"}  # small steps
        return {**kept, **ours, "COLUMNS": "160", **more}

    def json(self, *words: str) -> Any:
        """The JSON that `reasonloop WORDS --json` prints."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def weights(self, number: int) -> dict[str, str]:
        """Step -> sha256 of its weights, for the retrain `number`."""
        steps = self.folder / ".reasonloop" / "runs" / f"retrain-{number:04d}" / "steps"
        return {
            name: json.loads((steps / name / "report.json").read_bytes())["weights_sha256"]
            for name in ("model", "sft", "traces", "grpo")
        }


@pytest.fixture(scope="session")
def make_project() -> Callable[[Path], Project]:
    """Make a fresh miniature project in an empty folder."""

    def make(folder: Path) -> Project:
        (folder / "params.yaml").write_text(yaml.safe_dump(MINIATURE))
        (folder / "corpora").mkdir()
        rows = "".join(json.dumps(row) + "\n" for row in ROWS)
        (folder / "corpora" / "gsm8k.jsonl").write_text(rows)
        return Project(folder)

    return make


@pytest.fixture
def project(make_project: Callable[[Path], Project], tmp_path: Path) -> Project:
    """A fresh miniature project."""
    return make_project(tmp_path)
