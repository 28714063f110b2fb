"""`reasonloop judge`: one verdict for each completion, in order, and nothing lost."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows import judging
from flows.judging import Columns, Tally, bounded_lines, judge_lines
from tasks.errors import DataError

USUAL = Columns()


def judged(*rows: Any, columns: Columns = USUAL) -> tuple[list[dict[str, Any]], Tally]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    records: list[dict[str, Any]] = []
    tally = judge_lines(lines, records.append, columns=columns, second_opinion=False)
    return records, tally


def test_every_completion_gets_one_verdict_in_the_order_of_the_file() -> None:
    rows = [{"reference": str(n), "completion": f"\\boxed{{{n if n % 3 else n + 1}}}"} for n in range(1200)]
    records, tally = judged(*rows)
    assert [record["line"] for record in records] == list(range(1, 1201))
    assert [record["outcome"] == "correct" for record in records] == [bool(n % 3) for n in range(1200)]
    assert tally.outcomes == {"correct": 800, "wrong": 400}


def test_a_list_of_completions_is_judged_one_by_one_with_its_own_labels() -> None:
    records, tally = judged({"answer": "1/2", "completions": ["0.5", "3", ""], "label": [1, 1, 0]})
    assert [(record["index"], record["agrees"]) for record in records] == [(0, True), (1, False), (2, True)]
    assert tally.against_label[True, False] == 1
    assert [record["line"] for record in tally.disagreements] == [1]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("not json", "Expecting value"),
        ("[1]", "expected a JSON object"),
        ({"foo": 1}, "--reference"),
        ({"reference": "1"}, "--completion"),
        ({"reference": "$$", "completion": "1"}, "is empty"),
        ({"reference": "1", "completion": "1", "label": "yes"}, "label 'yes'"),
        ({"reference": "1", "completions": ["1", "2"], "label": [True]}, "1 labels for 2 completions"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_a_broken_line_says_why_and_costs_only_itself(row: Any, part: str) -> None:
    good = {"reference": "7", "completion": "7"}
    records, tally = judged(good, row, good)
    assert [record.get("outcome") for record in records] == ["correct", None, "correct"]
    assert part in records[1]["error"]
    assert "line 2" in records[1]["error"]
    assert tally.num_broken == 1


def test_columns_can_be_named() -> None:
    records, _ = judged({"answer": "no", "a": "7", "b": "7"}, columns=Columns(reference="a", completion="b"))
    assert records[0]["outcome"] == "correct"


def test_bytes_that_are_no_utf8_break_only_their_line() -> None:
    file = io.BytesIO(b'{"reference":"7","completion":"\xff"}\n{"reference":"7","completion":"7"}\n')
    records, _ = judged(*bounded_lines(file))
    assert "error" in records[0]
    assert records[1]["outcome"] == "correct"


def test_a_line_too_long_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MAX_LINE_BYTES", 100)
    with pytest.raises(DataError, match="line 2 is longer"):
        list(bounded_lines(io.BytesIO(b"{}\n" + b"x" * 200)))


def test_the_command_writes_verdicts_to_stdout_and_the_summary_to_stderr(tmp_path: Path) -> None:
    rows = [{"gold": "18", "pred": "#### 18", "label": True}, {"gold": "18", "pred": "17", "label": True}]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "judge", str(file), "--only-disagreements"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [2]
    assert "50.00%" in done.stderr
    file.write_text("broken", encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
