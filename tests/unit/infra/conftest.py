"""An MLflow of its own for each test, copied from one made once: its migrations take a second."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.tracking import Tracking
from infra.tracking_client import make_database

sys.path.insert(0, str(Path(__file__).parent))  # for release_processes, which children import by name


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "mlflow.db"
    make_database(path, path.parent)
    return path


@pytest.fixture
def tracking(tmp_path: Path, empty_database: Path) -> Tracking:
    (tmp_path / "mlflow").mkdir()
    shutil.copy(empty_database, tmp_path / "mlflow" / "mlflow.db")
    from release_processes import open_tracking

    return open_tracking(tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a folder that looks like a model; other names, other bytes."""

    def make(name: str) -> Path:
        folder = tmp_path / f"model-{name}"
        (folder / "extra").mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text('{"model_type": "qwen3"}')
        (folder / "model.safetensors").write_bytes(name.encode() * 1_000)
        (folder / "extra" / "tokenizer.json").write_text("{}")
        return folder

    return make
