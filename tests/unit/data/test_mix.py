"""Mixtures: mostly old rows, a share of new ones, and an evaluation split that stays."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from data_fakes import row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.data_shares import realised_shares
from tasks.artifacts import digest_path, write_json
from tasks.data.mix import DATASET, MixReport, mix_problems
from tasks.data.plan import SHARES
from tasks.dataset import check_dataset, read_dataset, read_index
from tasks.errors import DataError
from tasks.params.data import MixParams
from tasks.records import Problem

PARAMS = MixParams(shard_rows=40, min_shard_rows=1)


def rows(start: int, number: int, split: str = "train", **values: Any) -> list[Problem]:
    return [row(f"What is {split} {i}?", split=split, **values) for i in range(start, start + number)]


def mix(
    folder: Path,
    problems: list[Problem],
    history: Path | None = None,
    params: MixParams = PARAMS,
    shares: dict[str, float] | None = None,
) -> tuple[MixReport, Path]:
    step = step_folder(folder / "in", problems)
    if shares:
        write_json(folder / "drawn" / SHARES, shares)
    report = mix_problems(
        params, problems=step, drawn=folder / "drawn", history=history, out_dir=folder / "out"
    )
    return report, folder / "out" / DATASET


def ids(dataset: Path, split: Any = "train") -> set[str]:
    return {p.problem_id for p in read_dataset(dataset, split)}


def test_the_first_version_holds_all_rows_and_says_what_they_are(tmp_path: Path) -> None:
    problems = rows(0, 100) + rows(0, 9, "eval") + rows(200, 3, language="zh", subtask="word_problems.tal_zh")
    report, dataset = mix(tmp_path, problems)
    assert (report.num_train, report.num_eval, report.new_share) == (103, 9, 1.0)
    assert report.counts["train/language"] == {"en": 100, "zh": 3}
    index = read_index(dataset)
    assert [s.rows for s in index.shards if s.cell == "word_problems.tal_en.L1" and "train/" in s.path] == [
        10
    ] * 10
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


def test_a_refresh_stores_only_new_shards_and_the_manifests_tell_its_shares(tmp_path: Path) -> None:
    many = MixParams(shard_rows=1_000)
    _, old = mix(tmp_path / "a", rows(0, 3_000) + rows(0, 100, "eval"), params=many)
    report, new = mix(tmp_path / "b", rows(3_000, 900) + rows(100, 5, "eval"), old, many)
    shares = realised_shares(old, new)
    assert (shares.num_train, shares.num_new) == (report.num_train, report.num_new)
    assert (shares.new_share, shares.kept_share) == (report.new_share, report.kept_share) == (0.1, 0.9)
    assert shares.new_bytes_share < 0.25  # a tenth of rows, the index and the card
    check_dataset(new)


def test_rows_know_the_version_that_held_them_first(tmp_path: Path) -> None:
    _, old = mix(tmp_path / "a", rows(0, 200) + rows(0, 10, "eval"))
    report, new = mix(tmp_path / "b", rows(200, 200) + rows(10, 3, "eval"), old)
    assert report.number == read_index(new).number == 2
    first = {p.problem_id: p.first_version for split in ("train", "eval") for p in read_dataset(new, split)}
    old_ids = ids(old) | ids(old, "eval")
    assert {first[ident] for ident in first if ident in old_ids} == {1}
    assert {first[ident] for ident in first if ident not in old_ids} == {2}


def test_a_version_moves_towards_the_shares_that_were_wanted(tmp_path: Path) -> None:
    hard, easy = {"subtask": "a.hard"}, {"subtask": "a.easy"}
    start = rows(0, 500, **hard) + rows(500, 500, **easy) + rows(9_000, 100) + rows(0, 10, "eval")
    more = rows(1_000, 300, **hard) + rows(2_000, 300, **easy)
    _, old = mix(tmp_path / "a", start)
    report, new = mix(tmp_path / "b", more, old, shares={"a.hard.L1": 3, "a.easy.L1": 1})
    subtasks = report.counts["train/subtask"]
    assert subtasks["a.hard"] - 500 == pytest.approx(110, abs=25)
    assert 500 - subtasks["a.easy"] == pytest.approx(110, abs=25)
    assert subtasks["word_problems.tal_en"] == pytest.approx(100, abs=10)
    cell = report.cells["a.hard.L1"]
    assert cell["before"] < cell["now"] < cell["wanted"] == pytest.approx(0.75 * 1000 / 1100, abs=0.02)
    assert "a.hard.L1" in (new / "README.md").read_text(encoding="utf-8")


def test_the_card_is_part_of_the_version_and_checked_with_it(tmp_path: Path) -> None:
    _, dataset = mix(tmp_path, rows(0, 30) + rows(0, 3, "eval"))
    assert set(read_index(dataset).documents) == {
        "README.md",
        "plots/cells.svg",
        "plots/lengths.svg",
        "plots/stages.svg",
    }
    check_dataset(dataset)
    card = dataset / "README.md"
    text = card.read_text(encoding="utf-8")
    assert "30 training and 3 evaluation problems" in text
    assert "| tal_scq5k | 30 | 3 |" in text
    card.write_text(text + " ", encoding="utf-8")
    with pytest.raises(DataError, match="README"):
        check_dataset(dataset)


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
    params = MixParams(new_share=new_share, share_tolerance=0.05, min_shard_rows=1)
    with patch("tasks.data.mix.write_card"):  # its plots take most of the time
        _, old = mix(folder / "a", rows(0, num_old) + rows(0, 2, "eval"))
        try:
            report, new = mix(folder / "b", rows(num_old, num_new), old, params)
        except DataError:
            return
    assert len(ids(old) & ids(new)) >= params.min_kept_share * num_old
    assert report.num_new == len(ids(new) - ids(old))
    if num_new:
        assert abs(report.num_new / report.num_train - new_share) <= params.share_tolerance
