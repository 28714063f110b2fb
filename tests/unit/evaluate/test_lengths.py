"""How many steps traces have."""

from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_fakes import always_right, dataset, evaluation, right

from tasks.evaluate.lengths import LONGEST, lengths_by_level, num_steps
from tasks.evaluate.records import read_records


@pytest.mark.parametrize(
    ("completion", "steps"),
    [
        ("<answer>4</answer>", 0),
        ("<think>1+1=2;2+2=4</think><answer>4</answer>", 2),
        ("<think>1+1=2\n\n2+2=4;\n</think><answer>4</answer>", 2),
        ("<think>1+1=2\uff1b2+2=4</think>", 2),
        ("<think>1+1=2;2+", 2),
        ("1+1=2;2+2=4", 0),
        ("<think></think><answer>4</answer>", 0),
        ("", 0),
    ],
)
def test_steps_are_the_claims_or_lines_of_a_trace(completion: str, steps: int) -> None:
    assert num_steps(completion) == steps


def test_lengths_stand_by_level_right_and_wrong_apart(tmp_path: Path) -> None:
    def answer(question: str, *_: object) -> str:
        if " 1 " in question:
            return always_right(question, 0.0, 0)
        return f"<think>a;b;c</think><answer>{right(question) if ' 2 ' in question else 'no'}</answer>"

    evaluation(tmp_path / "out", answer, dataset(tmp_path / "data"))
    found = lengths_by_level(read_records(tmp_path / "out").values())
    assert list(found) == [1, 2, 3]
    assert (found[1].right[0], sum(found[1].wrong)) == (20, 0), "two subtasks; the third was not trained"
    assert (found[2].right[3], sum(found[2].wrong)) == (20, 0)
    assert (found[3].wrong[3], sum(found[3].right)) == (20, 0)


def test_longer_traces_are_counted_with_the_longest_shown(tmp_path: Path) -> None:
    evaluation(tmp_path / "out", always_right, dataset(tmp_path / "data"))
    record = next(iter(read_records(tmp_path / "out").values()))
    long = replace(
        record, completion="<think>" + "a;" * 99 + "</think>", strict="wrong", level=1, group="trained"
    )
    assert lengths_by_level([long])[1].wrong[LONGEST] == 1
