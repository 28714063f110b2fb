"""The order of batches, the weight of traces, the cut of a batch, the staged schedule."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tasks.params.training import SftParams
from tasks.records import Problem, Step, problem_id
from tasks.train.loss import share_of_stage
from tasks.train.order import order_batches
from tasks.train.packing import PackingCollator, parts_of
from tasks.train.weights import num_steps, trace_weights

BASE = SftParams(num_steps=400, batch_size=32, max_tokens=16, trace_share=0.5)
LEVELS = [(False, 1 + n % 5) for n in range(200)]


def order(problems: list[tuple[bool, int]] = LEVELS, size: int = 10, **changes: Any) -> list[list[int]]:
    params = SftParams.model_validate(BASE.as_json() | changes)
    return order_batches(problems, [size] * (2 * len(problems)), params)


def test_hard_batches_are_smaller_and_of_one_kind_and_no_problem_is_likelier_than_before() -> None:
    batches = order(hard_batch_size=8)
    for batch in batches:
        hard = {LEVELS[row // 2][1] >= 4 for row in batch}
        assert len(hard) == 1
        assert len(batch) == (8 if hard == {True} else 32)
    rows = [row for batch in batches for row in batch]
    share = sum(LEVELS[row // 2][1] >= 4 for row in rows) / len(rows)
    assert share == pytest.approx(0.4, abs=0.05), "two levels of five"


@pytest.mark.parametrize("level", [1, 5])
def test_problems_of_one_kind_have_their_kind_of_batch(level: int) -> None:
    batches = order([(False, level)] * 50, num_steps=5, hard_batch_size=8)
    assert {len(batch) for batch in batches} == {8 if level == 5 else 32}


@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 16), min_size=4, max_size=40).filter(lambda s: len(s) % 2 == 0),
    budget=st.integers(32, 200),
)
def test_a_token_budget_is_kept_and_loses_no_row(sizes: list[int], budget: int) -> None:
    params = BASE.model_copy(update={"num_steps": 30, "max_batch_tokens": budget})
    problems = [(False, 1)] * (len(sizes) // 2)
    batches = order_batches(problems, sizes, params)
    free = order_batches(problems, sizes, params.model_copy(update={"max_batch_tokens": 0}))
    rows = [row for batch in batches for row in batch]
    assert all(batch and sum(sizes[row] for row in batch) <= budget for batch in batches)
    assert all(len(batch) <= 32 for batch in batches)
    assert rows == [row for batch in free for row in batch][: len(rows)]


@settings(max_examples=30, deadline=None)
@given(batch=st.lists(st.integers(0, 99), min_size=4, max_size=40), num_parts=st.integers(1, 4))
def test_the_parts_of_a_batch_are_the_batch(batch: list[int], num_parts: int) -> None:
    parts = parts_of([batch, batch], num_parts)
    assert len(parts) == 2 * num_parts
    assert [row for part in parts for row in part] == batch * 2
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def problem(steps: int, subtask: str = "a.b", solution: str = "") -> Problem:
    prompt = f"{subtask} {steps} {solution}"
    return Problem(
        problem_id=problem_id(prompt),
        domain="a",
        subtask=subtask,
        level=2,
        language="en",
        prompt=prompt,
        answer="1",
        steps=tuple(Step(rule="r", claim=f"{n}={n}", output=str(n)) for n in range(steps)),
        solution=solution,
        source="synthetic",
        licence="Apache-2.0",
        split="train",
    )


def test_a_trace_weighs_less_the_further_it_is_from_the_usual_length() -> None:
    rows = [problem(n) for n in (2, 4, 4, 4, 6, 12)] + [problem(12, "c.d")]
    weights = trace_weights(rows, 0.5)
    assert weights[1] == weights[6] == 1, "the median of its own subtask"
    assert weights[0] == weights[4] == math.exp(-0.25)
    assert weights[5] == math.exp(-1.0)
    assert trace_weights(rows, 0.0) == [1.0] * 7


def test_steps_of_a_solution_in_words_are_its_sentences() -> None:
    prose = "Tom has 3.5 apples. He eats one.\nSo 2.5 are left."
    assert num_steps(problem(0, solution=prose)) == 3
    assert num_steps(problem(0)) == 1


def test_staged_rates_fall_in_equal_parts_after_warm_up() -> None:
    shares = [share_of_stage(n, num_steps=9, warmup_steps=2, stages=(1.0, 0.5, 0.1)) for n in range(10)]
    assert shares == [0.0, 0.5, 1.0, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1]


def test_rows_apart_are_padded_and_masked() -> None:
    rows = [{"input_ids": [7] * n, "labels": [-100] + [7] * (n - 1)} for n in (2, 5)]
    batch = PackingCollator(0, apart=True)(rows)
    assert set(batch) == {"input_ids", "labels", "attention_mask"}
    assert batch["input_ids"].tolist() == [[7] * 5, [7, 7, 0, 0, 0]]
    assert batch["attention_mask"].tolist() == [[1] * 5, [1, 1, 0, 0, 0]]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"method": "lora"}, "adamw"),
        ({"method": "qlora", "optimizer": "adamw"}, "cuda"),
        ({"method": "lora", "optimizer": "adamw", "lora": {"targets": []}}, "targets"),
        ({"accumulation_steps": 3}, "multiples"),
        ({"hard_batch_size": 6, "accumulation_steps": 4}, "multiples"),
        ({"max_batch_tokens": 100, "max_tokens": 160}, "at least 160"),
        ({"label_smoothing": 1.0}, "less than 1"),
        ({"stages": [1.0, 2.0]}, "less than or equal to 1"),
        ({"launch": {"deepspeed": "zero2"}}, "adamw"),
        ({"launch": {"deepspeed": "zero2"}, "optimizer": "adamw", "schedule": "staged"}, "cosine"),
        ({"launch": {"num_processes": 2}, "method": "prompt", "optimizer": "adamw"}, "one process"),
        ({"launch": {"deepspeed": "zero2"}, "method": "lora", "optimizer": "adamw"}, "all weights"),
        ({"gradient_checkpointing": True, "method": "prompt", "optimizer": "adamw"}, "no gradient"),
        ({"compile": True, "method": "prompt", "optimizer": "adamw"}, "compile"),
        ({"compile": True, "launch": {"deepspeed": "zero3"}, "optimizer": "adamw"}, "compile"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        SftParams.model_validate(changes)
