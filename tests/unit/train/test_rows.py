from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import TrainingError
from tasks.models.folder import load_model
from tasks.params.training import SftParams
from tasks.records import Problem, problem_id
from tasks.train.packing import PackingCollator
from tasks.train.rows import Pool, is_heldout, read_pool, rl_problems, sft_rows

THINK_ID = 4
SETTINGS = SftParams(num_steps=30, batch_size=8, real_share=0.2, subtasks=())


@pytest.fixture(scope="module")
def loaded(tiny_model: Path) -> tuple[Any, Any]:
    return load_model(tiny_model)


@pytest.fixture(scope="module")
def pool(tiny_data: Path) -> Pool:
    drawn = read_pool(tiny_data, ())
    real = [
        Problem(
            problem_id=problem_id(f"Tom has {n} apples"),
            domain="word_problems",
            subtask="word_problems.gsm8k",
            level=1,
            language="en",
            prompt=f"Tom has {n} apples",
            answer=str(n),
            solution="He has them." * (60 if n % 5 == 0 else 1),
            source="gsm8k",
            licence="MIT",
            split="train",
        )
        for n in range(20)
    ]
    return Pool(synthetic=drawn.synthetic, real=real, heldout=drawn.heldout)


def test_training_and_watched_problems_share_no_proof(pool: Pool) -> None:
    def proofs(problems: list[Problem]) -> set[str]:
        return {p.provenance["proof"] for p in problems}

    assert not proofs(pool.synthetic) & proofs(pool.heldout)
    assert all(is_heldout(p) for p in pool.heldout)


def test_a_subtask_that_the_data_lacks_is_named(tiny_data: Path) -> None:
    with pytest.raises(TrainingError, match=r"algebra\.linear"):
        read_pool(tiny_data, ("algebra.linear",))


def test_the_prompt_is_not_learnt_and_the_completion_is(loaded: tuple[Any, Any], pool: Pool) -> None:
    rows = sft_rows(pool, loaded[1], SETTINGS)
    for ids, labels in zip(rows.input_ids, rows.labels, strict=True):
        start = ids.index(3) + 1  # <|assistant|>
        assert labels[:start] == [-100] * start
        assert labels[start:] == ids[start:]
        assert ids[-1] == 1  # <|end|>


def test_the_order_is_a_function_of_the_seed(loaded: tuple[Any, Any], pool: Pool) -> None:
    def order(**changes: Any) -> list[int]:
        return sft_rows(pool, loaded[1], SETTINGS.model_copy(update=changes)).order

    assert order() == order()
    assert order() != order(seed=1)
    assert order(num_steps=10) == order()[:80], "a shorter run is the beginning of a longer one"


def test_every_epoch_uses_every_problem_once_in_another_order(loaded: tuple[Any, Any], pool: Pool) -> None:
    few = Pool(synthetic=pool.synthetic[:16], real=[], heldout=pool.heldout)
    order = [row // 2 for row in sft_rows(few, loaded[1], SETTINGS).order]
    first, second = order[:16], order[16:32]
    assert sorted(first) == sorted(second) == list(range(16))
    assert first != second


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_share_of_traces_is_that_asked_for(loaded: tuple[Any, Any], pool: Pool, share: float) -> None:
    rows = sft_rows(pool, loaded[1], SETTINGS.model_copy(update={"trace_share": share, "num_steps": 200}))
    traces = sum(THINK_ID in rows.input_ids[row] for row in rows.order) / len(rows.order)
    assert traces == pytest.approx(share, abs=0.04)


def test_a_batch_is_of_drawn_or_of_real_problems_and_too_long_ones_are_counted(
    loaded: tuple[Any, Any], pool: Pool
) -> None:
    rows = sft_rows(pool, loaded[1], SETTINGS)
    assert rows.num_too_long == 4
    first_real = 2 * len(pool.synthetic)
    batches = [rows.order[n : n + 8] for n in range(0, len(rows.order), 8)]
    kinds = [{row >= first_real for row in batch} for batch in batches]
    assert all(len(kind) == 1 for kind in kinds)
    assert 1 <= sum(kind == {True} for kind in kinds) <= 15


def test_rl_never_trains_on_a_watched_problem(pool: Pool) -> None:
    chosen = rl_problems(pool, seed=3, count=1_000)
    assert len(chosen) == 1_000
    assert not any(is_heldout(p) for p in chosen)
    assert rl_problems(pool, seed=3, count=10) == chosen[:10]


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=12))
def test_packing_keeps_every_row_whole_and_nothing_else(sizes: list[tuple[int, int]]) -> None:
    rows = [
        {"input_ids": [n + 1] * (a + b), "labels": [-100] * a + [n + 1] * b} for n, (a, b) in enumerate(sizes)
    ]
    batch = PackingCollator(0)(rows)
    assert batch["input_ids"].shape == batch["labels"].shape == batch["position_ids"].shape
    for n, (a, b) in enumerate(sizes):
        places = (batch["input_ids"] == n + 1).nonzero()
        assert len(places) == a + b
        assert len(set(places[:, 0].tolist())) == 1
        assert batch["position_ids"][batch["input_ids"] == n + 1].tolist() == list(range(a + b))
    assert (batch["labels"] != -100).sum() == sum(b for _, b in sizes)


def test_packed_rows_do_not_see_each_other(loaded: tuple[Any, Any], pool: Pool) -> None:
    model, tokenizer = loaded
    table = sft_rows(pool, tokenizer, SETTINGS)
    rows = [{"input_ids": table.input_ids[n], "labels": table.labels[n]} for n in range(12)]

    def loss(batches: list[list[dict[str, Any]]]) -> torch.Tensor:
        total = torch.zeros(())
        for batch in batches:
            inputs = PackingCollator(0)(batch)
            labels = inputs.pop("labels")[:, 1:].reshape(-1)
            logits = model(**inputs, use_cache=False).logits[:, :-1]
            total += torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels, reduction="sum")
        return total

    with torch.no_grad():
        packed = PackingCollator(0)(rows)["input_ids"]
        assert len(packed) < 12
        assert torch.allclose(loss([rows]), loss([[row] for row in rows]), rtol=1e-5)
