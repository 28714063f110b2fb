"""Parquet files of records: what is written is read, and nothing else is."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.records import Operation, Problem, Step
from tasks.tables import read_columns, read_parquet, write_parquet

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def problem(prompt: str = "1+1?", **values: object) -> Problem:
    given_ = {"problem_id": "0" * 16, "domain": "d", "subtask": "d.s", "level": 1, "language": "en"}
    more = {"answer": "2", "source": "synthetic", "licence": "MIT", "split": "train"}
    return Problem(**{**given_, **more, "prompt": prompt, **values})  # type: ignore[arg-type]


@given(
    prompts=st.lists(TEXT, max_size=5), facts=st.dictionaries(TEXT, TEXT, max_size=3), claims=st.lists(TEXT)
)
@settings(max_examples=40, deadline=None)
def test_rows_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, prompts: list[str], facts: dict[str, str], claims: list[str]
) -> None:
    steps = tuple(Step(rule="add", claim=claim, output="2") for claim in claims)
    changed = (Operation(name="scrub", version="1", before="a", after="b"),)
    rows = [
        problem(p, steps=steps, provenance=facts, operations=changed, parents=("x", "y")) for p in prompts
    ]
    path = tmp_path_factory.mktemp("table") / "rows.parquet"
    write_parquet(path, rows, Problem)
    assert list(read_parquet(path, Problem)) == rows
    assert read_columns(path, Problem, ["prompt"]) == [prompts]


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    rows = [problem(provenance={"b": "1", "a": "2"}), problem("2?", provenance={"a": "2", "b": "1"})]
    write_parquet(tmp_path / "a", rows, Problem)
    write_parquet(tmp_path / "b", rows, Problem)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_text_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no text"):
        write_parquet(tmp_path / "a", [problem("\ud800")], Problem)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\x00" * 100, b"{}"])
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rows.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"rows\.parquet"):
        list(read_parquet(tmp_path / "rows.parquet", Problem))


@pytest.mark.parametrize(
    ("columns", "part"),
    [({"prompt": ["x"]}, "no column"), ({"prompt": [1]}, "'prompt' is int64"), ({"lvl": ["x"]}, "'lvl'")],
)
def test_a_table_of_something_else_is_refused(
    tmp_path: Path, columns: dict[str, list[object]], part: str
) -> None:
    pq.write_table(pa.table(columns), tmp_path / "rows.parquet")
    with pytest.raises(DataError, match=part):
        list(read_parquet(tmp_path / "rows.parquet", Problem))
