"""Mixtures: mostly old rows, a share of new ones, and an evaluation split that stays."""

from pathlib import Path
from typing import Any

import pytest
from data_fakes import row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.artifacts import digest_path
from tasks.data.mix import DATASET, MixReport, mix_problems
from tasks.dataset import read_dataset, read_index
from tasks.errors import DataError
from tasks.params.data import MixParams
from tasks.records import Problem

PARAMS = MixParams(shard_rows=40)


def rows(start: int, number: int, split: str = "train", **values: Any) -> list[Problem]:
    return [row(f"What is {split} {i}?", split=split, **values) for i in range(start, start + number)]


def mix(
    folder: Path, problems: list[Problem], history: Path | None = None, params: MixParams = PARAMS
) -> tuple[MixReport, Path]:
    step = step_folder(folder / "in", problems)
    return mix_problems(
        params, problems=step, history=history, out_dir=folder / "out"
    ), folder / "out" / DATASET


def ids(dataset: Path, split: Any = "train") -> set[str]:
    return {p.problem_id for p in read_dataset(dataset, split)}


def test_the_first_version_holds_all_rows_and_says_what_they_are(tmp_path: Path) -> None:
    problems = rows(0, 100) + rows(0, 9, "eval") + rows(200, 3, language="zh", subtask="word_problems.tal_zh")
    report, dataset = mix(tmp_path, problems)
    assert (report.num_train, report.num_eval, report.new_share) == (103, 9, 1.0)
    assert report.counts["train/language"] == {"en": 100, "zh": 3}
    index = read_index(dataset)
    assert len([s for s in index.shards if s.path.startswith("train/word_problems.tal_en-")]) == 3
    assert index.facts["mix"]["counts"]["eval/source"] == {"tal_scq5k": 9}
    assert [stage["stage"] for stage in index.facts["stages"]] == ["before"]


def test_the_order_of_the_input_does_not_change_a_byte(tmp_path: Path) -> None:
    problems = rows(0, 50) + rows(0, 5, "eval")
    _, first = mix(tmp_path / "a", problems)
    _, again = mix(tmp_path / "b", problems[::-1])
    assert digest_path(first) == digest_path(again)


def test_a_refresh_keeps_its_share_of_old_rows_and_takes_its_share_of_new_ones(tmp_path: Path) -> None:
    _, old = mix(tmp_path / "a", rows(0, 200) + rows(0, 10, "eval"))
    report, new = mix(tmp_path / "b", rows(150, 500) + rows(5, 10, "eval"), old)
    assert (report.num_train, report.num_new) == (200, 20)
    assert (report.new_share, report.kept_share) == (0.1, 0.9)
    assert len(ids(old) & ids(new)) == 180
    assert ids(old, "eval") < ids(new, "eval")


def test_no_row_ever_changes_sides(tmp_path: Path) -> None:
    _, old = mix(tmp_path / "a", rows(0, 100) + rows(0, 10, "eval"))
    swapped = [
        row(p.prompt, split="eval" if p.split == "train" else "train")
        for p in rows(0, 5) + rows(0, 5, "eval")
    ]
    _, new = mix(tmp_path / "b", swapped + rows(100, 50), old)
    assert ids(new, "eval") == ids(old, "eval")
    assert not ids(new, "train") & ids(new, "eval")


def test_without_new_rows_the_version_stays_as_it_is(tmp_path: Path) -> None:
    problems = rows(0, 100) + rows(0, 10, "eval")
    _, old = mix(tmp_path / "a", problems)
    report, new = mix(tmp_path / "b", problems, old)
    assert (report.num_new, report.kept_share) == (0, 1.0)
    assert digest_path(new) == digest_path(old)


def test_too_few_new_rows_are_refused_with_the_next_move(tmp_path: Path) -> None:
    _, old = mix(tmp_path / "a", rows(0, 200) + rows(0, 10, "eval"))
    with pytest.raises(DataError, match=r"2 of 142 .*synthesize\.seed"):
        mix(tmp_path / "b", rows(200, 2), old)


@pytest.mark.parametrize(
    ("problems", "missing"), [(rows(0, 3), "evaluation"), (rows(0, 3, "eval"), "training")]
)
def test_a_version_without_one_of_the_splits_is_refused(
    tmp_path: Path, problems: list[Problem], missing: str
) -> None:
    with pytest.raises(DataError, match=f"no {missing} problems"):
        mix(tmp_path, problems)


@given(
    num_old=st.integers(30, 90),
    num_new=st.integers(0, 60),
    new_share=st.sampled_from([0.05, 0.1, 0.25]),
)
@settings(max_examples=15, deadline=None)
def test_a_version_that_is_not_refused_is_within_its_tolerance(
    tmp_path_factory: pytest.TempPathFactory, num_old: int, num_new: int, new_share: float
) -> None:
    folder = tmp_path_factory.mktemp("mix")
    _, old = mix(folder / "a", rows(0, num_old) + rows(0, 2, "eval"))
    params = MixParams(new_share=new_share)
    try:
        report, new = mix(folder / "b", rows(num_old, num_new), old, params)
    except DataError:
        return
    assert len(ids(old) & ids(new)) >= params.min_kept_share * num_old
    assert report.num_new == len(ids(new) - ids(old))
    if num_new:
        assert abs(report.num_new / report.num_train - new_share) <= params.share_tolerance
