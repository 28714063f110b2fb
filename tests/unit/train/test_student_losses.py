"""The losses of a student, against numbers worked by hand and their definitions."""

import math
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.chat import END
from tasks.models.folder import load_model
from tasks.params.student import StudentParams
from tasks.train.distil import StepCollator, closing_tokens, compare, distil_losses, step_numbers
from tasks.train.rows import read_pool, sft_rows

PARAMS = StudentParams(method="logits", subtasks=(), max_tokens=96)


def logs(*rows: list[float]) -> torch.Tensor:
    """Logits of given probabilities."""
    return torch.tensor(rows).log()


def test_the_three_losses_equal_numbers_worked_by_hand() -> None:
    student = logs([0.5, 0.5], [0.5, 0.5], [0.25, 0.75])
    teacher = logs([0.8, 0.2], [0.5, 0.5], [0.25, 0.75])
    found = distil_losses(student, teacher, torch.tensor([0, 0, 1]), torch.tensor([1, 1, 2]), temperature=1.0)
    kl = 0.8 * math.log(0.8 / 0.5) + 0.2 * math.log(0.2 / 0.5)  # the other two tokens agree
    assert found.kl.item() == pytest.approx(kl / 3)
    assert found.ce.item() == pytest.approx(-(2 * math.log(0.5) + math.log(0.75)) / 3)
    first = (math.log(0.5) - math.log(0.8)) / 2  # one of two tokens is apart; the second step agrees
    assert found.step_consistency.item() == pytest.approx(first**2 / 2)


def test_a_temperature_softens_the_divergence_alone_and_its_gradient_keeps_its_size() -> None:
    student, teacher = torch.tensor([[0.0, 2.0]]), torch.tensor([[4.0, 0.0]])
    at = {
        t: distil_losses(student, teacher, torch.tensor([0]), torch.tensor([1]), temperature=t)
        for t in (1.0, 2.0)
    }
    halves = distil_losses(student / 2, teacher / 2, torch.tensor([0]), torch.tensor([1]), temperature=1.0)
    assert at[2.0].kl.item() == pytest.approx(4 * halves.kl.item())
    assert at[2.0].ce == at[1.0].ce
    assert at[2.0].step_consistency == at[1.0].step_consistency


def test_a_short_step_weighs_as_much_as_a_long_one() -> None:
    teacher = torch.zeros(9, 2)
    targets, steps = torch.zeros(9, dtype=torch.long), torch.tensor([1] + [2] * 8)
    short, long = teacher.clone(), teacher.clone()
    short[0, 0] = 1.0
    long[1:, 0] = 1.0
    found = [
        distil_losses(s, teacher, targets, steps, temperature=1.0).step_consistency for s in (short, long)
    ]
    assert found[0].item() == pytest.approx(found[1].item())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 4.0))
def test_no_divergence_is_negative_and_a_twin_has_none(seed: int, temperature: float) -> None:
    random = torch.Generator().manual_seed(seed)
    student, teacher = torch.randn(2, 12, 7, generator=random) * 3
    targets = torch.randint(7, (12,), generator=random)
    steps = torch.randint(4, (12,), generator=random)
    found = distil_losses(student, teacher, targets, steps, temperature=temperature)
    assert found.kl.item() >= 0
    assert found.step_consistency.item() >= 0
    twin = distil_losses(teacher, teacher, targets, steps, temperature=temperature)
    assert twin.kl.item() == pytest.approx(0, abs=1e-5)
    assert twin.step_consistency.item() == 0


def test_the_teacher_gets_no_gradient() -> None:
    student, teacher = torch.randn(2, 3, 5).unbind()
    student.requires_grad_()
    teacher.requires_grad_()
    found = distil_losses(student, teacher, torch.tensor([0, 1, 2]), torch.tensor([1, 1, 2]), temperature=1.0)
    (found.kl + found.ce + found.step_consistency).backward()
    assert student.grad is not None
    assert teacher.grad is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>37+8=45;45-9=36</think><answer>36</answer>", ["<think>37+8=45;", "45-9=36</think>"]),
        ("<think>x=1\ny=2</think><answer>2</answer>", ["<think>x=1\n", "y=2</think>"]),
        ("<think>So. 1.5 it is</think><answer>1.5</answer>", ["<think>So.", " 1.5 it is</think>"]),
        ("<answer>36</answer>", []),
    ],
)
def test_steps_end_where_claims_and_sentences_do(text: str, expected: list[str], tiny_model: Path) -> None:
    _, tokenizer = load_model(tiny_model)
    prompt, ids = tokenizer(["<|user|>1;2;3<|assistant|>", text + END])["input_ids"]
    numbers = step_numbers([-100] * len(prompt) + ids, closing_tokens(tokenizer))[len(prompt) :]
    steps = [
        tokenizer.decode([i for i, n in zip(ids, numbers, strict=True) if n == step])
        for step in range(1, max(numbers) + 1)
    ]
    answer = text[text.index("<answer>") :] + END
    assert steps == [*expected, answer]


def test_no_two_rows_of_a_batch_share_a_step(tiny_data: Path, tiny_model: Path) -> None:
    _, tokenizer = load_model(tiny_model)
    rows = sft_rows(read_pool(tiny_data, ()), tokenizer, PARAMS.sft(1))
    batch = StepCollator(rows, tokenizer)([{"rows": rows.batches[0]}])
    starts = (batch["position_ids"] == 0) & (batch["steps"] > 0)
    begun = batch["steps"][starts].tolist()
    assert len(begun) == len(set(begun)) == len(rows.batches[0])
    closes = closing_tokens(tokenizer)
    most = [max(step_numbers(rows.labels[row], closes)) for row in rows.batches[0]]
    assert int(batch["steps"].max()) == sum(most)


def test_packing_changes_no_loss(tiny_data: Path, tiny_model: Path) -> None:
    """Rows side by side against one row at a time, over a student and a teacher that differ."""
    student, tokenizer = load_model(tiny_model)
    teacher, _ = load_model(tiny_model)
    with torch.no_grad():
        teacher.model.norm.weight.mul_(torch.linspace(0.5, 3.0, len(teacher.model.norm.weight)))
    rows = sft_rows(read_pool(tiny_data, ()), tokenizer, PARAMS.sft(1))
    collate, chosen = StepCollator(rows, tokenizer), rows.batches[0][:6]
    together, tokens = compare(student, teacher, collate([{"rows": chosen}]), temperature=2.0)
    alone = [compare(student, teacher, collate([{"rows": [row]}]), temperature=2.0) for row in chosen]
    assert tokens == sum(count for _, count in alone)
    mean = sum(found.kl.item() * count for found, count in alone) / tokens
    assert together.kl.item() == pytest.approx(mean, rel=1e-4)
    closes = closing_tokens(tokenizer)
    steps = [max(step_numbers(rows.labels[row], closes)) for row in chosen]
    by_steps = sum(f.step_consistency.item() * n for (f, _), n in zip(alone, steps, strict=True))
    assert together.step_consistency.item() == pytest.approx(by_steps / sum(steps), rel=1e-3)
    assert together.step_consistency.item() > 0
