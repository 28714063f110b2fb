"""Lets the tests of this folder import `data_fakes` by name, and keeps their steps in one process."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers take longer to start than these steps take; a test that is about them sets its own."""
    monkeypatch.setenv("REASONLOOP_ENGINE", "processes:1")
