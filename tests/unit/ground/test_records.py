"""Rows: what is read back is what was written, and a bad row is named by file and line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import DataError
from tasks.records import (
    MAX_ROW_BYTES,
    Problem,
    Step,
    from_dict,
    level_of,
    problem_id,
    read_jsonl,
    to_dict,
    write_jsonl,
)


def problem(**changes: object) -> Problem:
    values: dict[str, object] = {
        "problem_id": "0" * 16,
        "domain": "arithmetic",
        "subtask": "arithmetic.chain",
        "level": 1,
        "language": "en",
        "prompt": "Compute 1+1.",
        "answer": "2",
        "steps": (Step(rule="add", claim="1+1=2", output="2"),),
        "source": "synthetic",
        "licence": "Apache-2.0",
        "split": "train",
    }
    return Problem(**{**values, **changes})  # type: ignore[arg-type]


@given(prompt=st.text(), answer=st.text(), extra=st.dictionaries(st.text(), st.text(), max_size=3))
def test_a_problem_survives_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory, prompt: str, answer: str, extra: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    rows = [problem(prompt=prompt, answer=answer, provenance=extra), problem()]
    assert write_jsonl(path, rows) == 2
    assert list(read_jsonl(path, Problem)) == rows


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: {**row, "lvl": 1}, "unexpected key 'lvl'"),
        (lambda row: {k: v for k, v in row.items() if k != "answer"}, "'answer' is missing"),
        (lambda row: {**row, "level": "1"}, "level: expected int, got str"),
        (lambda row: {**row, "level": True}, "level: expected int, got bool"),
        (lambda row: {**row, "steps": [{"rule": "add"}]}, r"steps\[0\]"),
        (lambda row: [row], "expected a JSON object, got list"),
    ],
)
def test_a_row_of_another_shape_is_named_by_file_and_line(tmp_path: Path, change: object, words: str) -> None:
    path = tmp_path / "rows.jsonl"
    good = to_dict(problem())
    path.write_text(json.dumps(good) + "\n" + json.dumps(change(good)) + "\n")  # type: ignore[operator]
    with pytest.raises(DataError, match=rf"rows\.jsonl:2.*{words}"):
        list(read_jsonl(path, Problem))


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"{", b"[" * 100_000, b"x" * (MAX_ROW_BYTES + 2)])
def test_junk_is_refused_with_its_line(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(junk + b"\n")
    with pytest.raises(DataError, match=r"rows\.jsonl:1"):
        list(read_jsonl(path, Problem))


@given(st.text(min_size=1))
def test_the_id_of_a_prompt_does_not_see_case_width_or_spacing(text: str) -> None:
    assert problem_id(f"  {text}\n") == problem_id(text)
    assert len(problem_id(text)) == 16
    assert problem_id("Ａ  b") == problem_id("a B")


def test_levels_follow_the_number_of_steps() -> None:
    assert [level_of(n) for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 20)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    with pytest.raises(ValueError, match="at least 1 step"):
        level_of(0)


def test_a_report_may_hold_nothing_for_a_value() -> None:
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Report:
        best: float | None
        counts: dict[str, int]

    assert from_dict(Report, {"best": None, "counts": {"a": 1}}, where="here") == Report(None, {"a": 1})
    assert from_dict(Report, {"best": 2, "counts": {}}, where="here").best == 2.0
