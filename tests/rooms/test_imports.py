"""What an import costs: looking at flows or asking for help loads no heavy library."""

import subprocess
import sys

import pytest

HEAVY = ["torch", "transformers", "trl", "mlflow", "datasets", "sympy", "z3", "matplotlib", "dvc"]


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import flows", [*HEAVY, "prefect"]),
        ("import flows.retrain, flows.refresh_data, flows.rollback, flows.train_step", HEAVY),
        ("import flows.cli", [*HEAVY, "prefect"]),
        ("import infra.releases, infra.tracking, infra.data_version, infra.dispatch", HEAVY),
        ("import tasks.__main__", HEAVY),
        ("import tasks.verify", HEAVY),
        ("import tasks.problems", ["torch", "transformers", "sympy"]),
        ("import tasks.data.synthesize, tasks.data.mix", ["torch", "transformers"]),
    ],
)
def test_an_import_loads_no_heavy_library(statement: str, forbidden: list[str]) -> None:
    assert not loaded_by(statement) & set(forbidden)
