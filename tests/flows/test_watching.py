"""`reasonloop watch` shows runs that go, that ended and that were interrupted, and never disturbs one."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows.watching import BARS, find_run, sparkline, view_of, watch
from infra.settings import Settings
from tasks.artifacts import SAMPLES, write_json
from tasks.errors import ConfigError
from tasks.metrics import MetricsFile


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(project=tmp_path, state=tmp_path / ".reasonloop")


@pytest.fixture
def begin(settings: Settings) -> Callable[[str, int], Path]:
    def begin(name: str, started: int) -> Path:
        folder = settings.runs / name
        write_json(folder / "run.json", {"started": started, "commit": "0123456789abcdef"})
        step = folder / "steps" / "grpo"
        write_json(folder / "steps" / "grpo.json", {})
        with MetricsFile(step) as metrics:
            for number in range(1, 6):
                metrics.write(number, of=9, **{"reward/total": number / 10, "train/loss": 1.0})
        return folder

    return begin


def shown(view: object) -> str:
    console = Console(width=160, file=StringIO())
    console.print(view)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_run_shows_its_steps_and_curves(settings: Settings, begin: Callable[[str, int], Path]) -> None:
    begin("retrain-0001", 1)
    text = shown(view_of(find_run(settings, "")))
    assert "retrain-0001" in text
    assert "5/9" in text
    assert "last sign" in text
    assert "reward 0.50" in text
    assert "▁▃" in text


def test_without_a_name_it_is_the_run_begun_last(
    settings: Settings, begin: Callable[[str, int], Path]
) -> None:
    begin("retrain-0001", 5)
    begin("refresh-0001", 6)
    assert find_run(settings, "").name == "refresh-0001"
    assert find_run(settings, "retrain-0001").name == "retrain-0001"
    with pytest.raises(ConfigError, match="there are retrain-0001, refresh-0001"):
        find_run(settings, "../retrain-0001")


def test_before_the_first_run_the_next_move_is_named(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="reasonloop retrain"):
        find_run(settings, "")


def test_it_stops_when_the_run_has_ended(settings: Settings, begin: Callable[[str, int], Path]) -> None:
    write_json(begin("retrain-0001", 1) / "outcome.json", {"error": "the pass rate is 0"})
    (view,) = watch(find_run(settings, ""), every=0)
    assert "the pass rate is 0" in shown(view)


def test_samples_are_shown_as_text(settings: Settings, begin: Callable[[str, int], Path]) -> None:
    folder = begin("retrain-0001", 1)
    sample = {"step": 3, "question": "[red]1+1?", "completion": "\x1b[31m2", "outcome": "wrong", "reward": 0}
    write_json(folder / "steps/grpo" / SAMPLES, [sample])
    text = shown(view_of(find_run(settings, "")))
    assert "[red]1+1?" in text
    assert "\x1b[31m2" not in text
    assert text.count("wrong") == 1


@given(values=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=300), width=st.integers(1, 60))
def test_a_sparkline_never_breaks_and_fits(values: list[float], width: int) -> None:
    line = sparkline(values, width)
    assert 1 <= len(line) <= width
    assert set(line) <= set(BARS)
    if len(values) <= width and min(values) < max(values):
        assert line[values.index(max(values))] == BARS[-1]
