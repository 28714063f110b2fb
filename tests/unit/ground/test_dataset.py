"""Dataset folders: every shard is checked before its first row is used."""

import json
from pathlib import Path

import pytest

from tasks.dataset import INDEX, read_dataset, read_index, write_dataset
from tasks.errors import DataError
from tasks.records import Problem


def problems(count: int, split: str = "train") -> list[Problem]:
    return [
        Problem(
            problem_id=f"{i:016x}",
            domain="arithmetic",
            subtask="arithmetic.chain",
            level=1,
            language="en",
            prompt=f"Compute {i}+1.",
            answer=str(i + 1),
            source="synthetic",
            licence="Apache-2.0",
            split=split,
        )
        for i in range(count)
    ]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    groups = {("train", "chain"): problems(25), ("eval", "chain"): problems(5, "eval")}
    write_dataset(tmp_path / "data", groups, shard_rows=10, facts={"note": "made for a test"})  # type: ignore[arg-type]
    return tmp_path / "data"


def test_a_dataset_reads_back_split_by_split(dataset: Path) -> None:
    assert sorted(p.problem_id for p in read_dataset(dataset, "train")) == [f"{i:016x}" for i in range(25)]
    assert list(read_dataset(dataset, "eval")) == problems(5, "eval")
    assert [s.rows for s in read_index(dataset).shards if s.path.startswith("train/")].count(10) == 2


def test_equal_rows_give_equal_files(tmp_path: Path, dataset: Path) -> None:
    groups = {("eval", "chain"): problems(5, "eval"), ("train", "chain"): problems(25)}
    write_dataset(tmp_path / "again", groups, shard_rows=10, facts={"note": "made for a test"})  # type: ignore[arg-type]
    assert (tmp_path / "again" / INDEX).read_bytes() == (dataset / INDEX).read_bytes()


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_shard_is_refused_by_name(dataset: Path, damage: str) -> None:
    shard = dataset / next(s.path for s in read_index(dataset).shards if s.path.startswith("train/"))
    data = bytearray(shard.read_bytes())
    if damage == "gone":
        shard.unlink()
    elif damage == "cut":
        shard.write_bytes(data[:-1])
    else:
        data[100] ^= 1
        shard.write_bytes(data)
    with pytest.raises(DataError, match=shard.name):
        list(read_dataset(dataset, "train"))


def test_a_shard_outside_the_folder_is_refused(dataset: Path) -> None:
    index = json.loads((dataset / INDEX).read_text())
    index["shards"][0]["path"] = "eval/../../outside.parquet"
    (dataset / INDEX).write_text(json.dumps(index))
    with pytest.raises(DataError, match="outside"):
        list(read_dataset(dataset, "eval"))


@pytest.mark.parametrize("text", ["", "{", '{"shards": 3}'])
def test_a_damaged_index_is_refused(dataset: Path, text: str) -> None:
    (dataset / INDEX).write_text(text)
    with pytest.raises(DataError):
        read_index(dataset)


def test_a_folder_without_a_dataset_tells_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="reasonloop refresh"):
        read_index(tmp_path)
