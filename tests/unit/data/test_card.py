"""The data card tells what a version is, counted from its rows and steps, and the same every time."""

from pathlib import Path
from typing import Any

import pytest
from data_fakes import row

from tasks.data.card import CARD, TOP_CELLS, write_card
from tasks.data.stage import StageCounts
from tasks.dataset import Shard, write_shards
from tasks.records import to_dict

STAGES = [
    StageCounts(
        stage="ingest",
        read=9,
        kept=7,
        quarantined={"not_json": 2},
        sources={"gsm8k": {"kept": 3}, "tal_scq5k": {"kept": 4, "quarantined": 2}},
    ),
    StageCounts(
        stage="clean",
        read=7,
        kept=6,
        dropped={"too_long": 1},
        sources={"gsm8k": {"dropped": 1, "kept": 2}, "tal_scq5k": {"kept": 4}},
    ),
]


def card(folder: Path, number: int, num_cells: int = 1) -> str:
    shards: list[Shard] = list(write_shards(folder, "train", "a.b.L1", [row("What is 3+4?")], shard_rows=9))
    cells = {f"a.c{n:02}.L1": {"before": 0.01, "wanted": 0.02, "now": 0.01} for n in range(num_cells)}
    mix: dict[str, Any] = {
        "number": number,
        "num_train": 1,
        "num_eval": 0,
        "num_new": 1,
        "new_share": 0.1,
        "kept_share": 0.9,
        "counts": {"train/licence": {"MIT": 1}, "train/source": {"tal_scq5k": 1}},
        "cells": cells,
    }
    write_card(
        folder,
        shards,
        {"mix": mix, "stages": [to_dict(s) for s in STAGES], "absent_sources": {"aqua": "x|y"}},
    )
    return (folder / CARD).read_text(encoding="utf-8")


def test_only_a_later_version_tells_what_is_new_and_what_was_before(tmp_path: Path) -> None:
    first, later = card(tmp_path / "first", 1), card(tmp_path / "later", 2)
    assert "It is the first version." in first
    assert "before" not in first
    assert "1 training rows (10.0%) are new in this version; 90.0% of" in later
    assert "| cell | before | wanted | now |" in later


def test_every_source_is_followed_through_the_steps(tmp_path: Path) -> None:
    text = card(tmp_path, 1)
    assert "| source | ingest | clean |" in text
    assert "| gsm8k | 3 of 3 | 2 of 3 |" in text
    assert "| tal_scq5k | 4 of 6 | 4 of 4 |" in text
    assert "| aqua | x\\|y |" in text


def test_many_cells_are_told_together(tmp_path: Path) -> None:
    text = card(tmp_path, 2, num_cells=TOP_CELLS + 5)
    assert "| 5 other cells | 5.00% | 10.00% | 5.00% |" in text
    assert text.count("| a.c") == TOP_CELLS


@pytest.mark.parametrize("plot", ["cells", "stages", "lengths"])
def test_the_same_rows_give_the_same_plots_byte_for_byte(tmp_path: Path, plot: str) -> None:
    card(tmp_path / "a", 1)
    card(tmp_path / "b", 1)
    first, again = ((tmp_path / name / "plots" / f"{plot}.svg").read_bytes() for name in "ab")
    assert first == again
    assert b"<dc:date>" not in first
