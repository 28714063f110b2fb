"""From a row of the data back to its source, and on to what was trained on it."""

import dataclasses
from pathlib import Path

import pytest

from infra.data_version import DataStore
from infra.row_lineage import trace_row
from tasks.dataset import write_dataset
from tasks.errors import DataError
from tasks.params.platform import DataStoreParams
from tasks.records import Problem, problem_id


def problem(prompt: str, split: str = "train") -> Problem:
    return Problem(
        problem_id=problem_id(prompt),
        domain="arithmetic",
        subtask="arithmetic.chain",
        level=1,
        language="en",
        prompt=prompt,
        answer="2",
        source="gsm8k",
        licence="MIT",
        split=split,
        provenance={"file": "train.jsonl", "row": "7"},
    )


@pytest.fixture
def store(tmp_path: Path) -> DataStore:
    (tmp_path / "project").mkdir()
    found = DataStore(tmp_path / "project", tmp_path / "state", DataStoreParams())
    for number in (1, 2):
        rows = [dataclasses.replace(problem(f"{n}?"), first_version=1) for n in range(5 * number)]
        groups = {("train", "a.L1"): rows[:5], ("eval", "a.L1"): [problem("held?", "eval")]}
        if number == 2:
            groups["train", "b.L1"] = rows[5:]
        write_dataset(tmp_path / str(number), groups, shard_rows=10, facts={})  # type: ignore[arg-type]
        found.publish(tmp_path / str(number))
    return found


def test_a_row_tells_its_source_and_all_versions_and_releases_with_it(store: DataStore) -> None:
    first, second = store.known()
    releases = [
        {"version": 1, "dataset": first},
        {"version": 2, "dataset": second},
        {"version": 3, "dataset": "x"},
    ]
    lineage = trace_row(store, problem_id("3?"), releases=releases)
    assert lineage["row"]["provenance"] == {"file": "train.jsonl", "row": "7"}
    assert lineage["row"]["licence"] == "MIT"
    assert (lineage["versions"], lineage["releases"]) == ([first, second], [1, 2])
    assert trace_row(store, problem_id("8?")[:12], releases=releases)["releases"] == [2]


@pytest.mark.parametrize(
    ("ident", "part"), [("../../etc", "no row id"), ("0" * 16, "no row"), ("", "no row id")]
)
def test_what_is_no_row_is_said_so(store: DataStore, ident: str, part: str) -> None:
    with pytest.raises(DataError, match=part):
        trace_row(store, ident)
