"""Distillation: a smaller model learns from a larger one, along worked traces or on what it writes itself.

A student that learns from the teacher's right traces needs nothing of this: `reject` asks the teacher, `sft`
trains on its answer.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from tasks.artifacts import digest_file, digest_text
from tasks.chat import render_prompt
from tasks.errors import ConfigError, ModelError
from tasks.models.folder import WEIGHTS, load_model
from tasks.models.soft_prompt import has_prompt
from tasks.params.student import StudentParams
from tasks.records import Problem
from tasks.train.distil import DistilTrainer, StepCollator, compare
from tasks.train.heldout import greedy_accuracy
from tasks.train.memory import memory_named
from tasks.train.meter import Meter
from tasks.train.rows import Pool, read_pool, rl_problems, sft_rows
from tasks.train.run import run_trainer, save_result, shared_arguments
from tasks.train.sft import make_trainer, optimizer_of, token_counter
from tasks.train.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentReport:
    """What a distillation did."""

    num_steps: int
    """Optimiser steps."""
    num_parameters: int
    """Weights of the student; tied ones count once."""
    teacher_parameters: int
    """Weights of the teacher."""
    tokens: int
    """Tokens read or written, prompts included, padding not."""
    cpu_seconds: float
    """CPU time of the training loop with its held-out evaluations, over all attempts; work lost to a kill is
    not counted."""
    seconds: float
    """Wall time of the same."""
    tokens_per_s: float
    """`tokens / cpu_seconds`."""
    final_loss: float
    """Mean loss of the last logged steps."""
    heldout_kl_before: float
    """Mean KL(teacher || student) along the worked traces of held-out problems of the training split, in nats
    for each token, before the first step."""
    heldout_kl: float
    """The same of the result."""
    heldout_accuracy_before: float
    """Strict greedy accuracy on the same problems, before the first step."""
    heldout_accuracy: float
    """The same of the result."""
    teacher_accuracy: float
    """The same of the teacher."""
    weights_sha256: str
    """Digest of `model/model.safetensors`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Who learns from whom, and on what."""

    student: Any
    teacher: Any
    """Frozen, in eval mode."""
    tokenizer: Any
    """Of both."""
    pool: Pool


def train_student(
    params: StudentParams, *, data: Path, teacher: Path, model: Path, out_dir: Path
) -> StudentReport:
    """Let a small model learn from a large one (`student.method: logits` or `on_policy`).

    A killed run goes on from its last committed checkpoint when called again with the same arguments,
    and ends, in fp32 on a CPU, with the very same weights.

    Args:
        params: The `student` section.
        data: A dataset folder.
        teacher: The directory of a grpo or sft step, or a model folder.
        model: What the student begins as: the same of a model with the teacher's vocabulary.
        out_dir: Receives `model/`, `metrics.jsonl`, and `checkpoints/` while it runs.

    Returns:
        Counts, times, and how near the student came to its teacher.

    Raises:
        ConfigError: the method is none, or traces, which is done by the tasks `reject` and `sft`.
        TrainingError: nothing to train on, a loss that is not a finite number, or no memory.
        DataError, ModelError: an input is missing or damaged, or the two have different vocabularies.
    """
    if params.method not in MAKERS:
        raise ConfigError(
            f"student.method = {params.method}: this task does {' and '.join(MAKERS)}. The student of traces "
            "is made by two others: `reject` with the teacher as its model, then `sft` on what that wrote"
        )
    torch.set_num_threads(params.num_threads)
    pair = load_pair(model, teacher, data=data, params=params)
    student, tokenizer = pair.student, pair.tokenizer
    watched = pair.pool.heldout[: params.eval_problems]

    def accuracy(of: Any) -> float:
        return greedy_accuracy(of, tokenizer, watched, max_new_tokens=params.max_completion_tokens)

    with memory_named("student"):
        before, kl_before = accuracy(student), heldout_kl(params, pair, watched)
        meter = Meter()
        make_watch = partial(
            Watch,
            "student",
            out_dir=out_dir,
            num_steps=params.num_steps,
            meter=meter,
            evaluate=lambda _: accuracy(student),
            eval_every=params.eval_every,
        )
        trainer, watch = MAKERS[params.method](params, pair, out_dir, make_watch)
        watch.write(0, {"eval/heldout_accuracy": before})
        run_trainer(trainer, meter=meter, watch=watch)
        after, kl_after = accuracy(student), heldout_kl(params, pair, watched)
    save_result(student, tokenizer, out_dir)
    return StudentReport(
        num_steps=watch.last_step,
        num_parameters=student.num_parameters(),
        teacher_parameters=pair.teacher.num_parameters(),
        tokens=int(meter.tokens),
        cpu_seconds=round(meter.cpu_seconds, 3),
        seconds=round(meter.seconds, 3),
        tokens_per_s=round(meter.tokens / max(meter.cpu_seconds, 1e-9), 1),
        final_loss=watch.final_loss,
        heldout_kl_before=kl_before,
        heldout_kl=kl_after,
        heldout_accuracy_before=before,
        heldout_accuracy=after,
        teacher_accuracy=accuracy(pair.teacher),
        weights_sha256=digest_file(out_dir / "model" / WEIGHTS),
    )


def load_pair(model: Path, its_teacher: Path, *, data: Path, params: StudentParams) -> Pair:
    """Student and teacher in memory, if their logits can be compared token by token.

    Raises:
        ModelError: one does not load, the vocabularies differ, or one has a learnt prompt.
        DataError, TrainingError: as `read_pool`.
    """
    student, tokenizer = load_model(model, device=params.device)
    teacher, its_tokenizer = load_model(its_teacher, device=params.device)
    where = f"{model} and {its_teacher}"
    if vocabulary_digest(tokenizer) != vocabulary_digest(its_tokenizer):
        raise ModelError(
            f"{where}: student and teacher have different vocabularies ({len(tokenizer)} and "
            f"{len(its_tokenizer)} entries), so their probabilities cannot be compared. Build the student on "
            "the teacher's dataset with the same model.vocab_size, name a base of the teacher's family, or "
            "take student.method = traces, which compares texts"
        )
    sizes = [model.config.get_text_config().vocab_size for model in (student, teacher)]
    if sizes[0] != sizes[1]:
        raise ModelError(
            f"{where}: the same vocabulary, but {sizes[0]} and {sizes[1]} logits; take a base whose "
            "embedding is as large as the teacher's, or student.method = traces"
        )
    if has_prompt(student) or has_prompt(teacher):
        raise ModelError(
            f"{where}: one of them was made by sft.method = prompt, which fits no packed rows and no other "
            "weights; take one that was made with full or lora"
        )
    return Pair(
        student=student,
        teacher=teacher.requires_grad_(False),
        tokenizer=tokenizer,
        pool=read_pool(data, params.subtasks),
    )


def vocabulary_digest(tokenizer: Any) -> str:
    """Digest of how a tokenizer cuts text: all of it but how it pads and truncates."""
    facts = json.loads(tokenizer.backend_tokenizer.to_str())
    return digest_text(json.dumps({**facts, "padding": None, "truncation": None}, sort_keys=True))


@torch.no_grad()
def heldout_kl(params: StudentParams, pair: Pair, watched: list[Problem]) -> float:
    """Mean KL(teacher || student) along the worked traces of problems, nats for each token, temperature 1."""
    only = Pool(synthetic=watched, real=[], heldout=[])
    rows = sft_rows(only, pair.tokenizer, params.sft(1))
    collate = StepCollator(rows, pair.tokenizer)
    traces = range(1, len(rows.input_ids), 2)
    total = count = 0.0
    pair.student.eval()
    for start in range(0, len(traces), params.batch_size):
        inputs = collate([{"rows": list(traces[start : start + params.batch_size])}])
        found, tokens = compare(pair.student, pair.teacher, inputs, temperature=1.0)
        total, count = total + float(found.kl) * tokens, count + tokens
    return total / count


WatchMaker = Callable[..., Watch]


def _logits(params: StudentParams, pair: Pair, out_dir: Path, make_watch: WatchMaker) -> tuple[Any, Watch]:
    """The teacher's probabilities along the dataset's worked traces, in SFT's own order and packing."""
    settings, tokenizer = params.sft(params.num_steps), pair.tokenizer
    rows = sft_rows(pair.pool, tokenizer, settings)
    watch = make_watch(
        batch_of=lambda step: [tokenizer.decode(rows.input_ids[row]) for row in rows.batches[step - 1]],
        tokens_of=token_counter(rows),
    )
    trainer = make_trainer(
        settings,
        pair.student,
        tokenizer,
        rows,
        out_dir,
        watch,
        trainer_type=partial(DistilTrainer, teacher=pair.teacher, params=params),
        collator=StepCollator(rows, tokenizer),
    )
    return trainer, watch


def _on_policy(params: StudentParams, pair: Pair, out_dir: Path, make_watch: WatchMaker) -> tuple[Any, Watch]:
    """The teacher's verdict on what the student writes: TRL's trainer, over our problems in our order."""
    from datasets import Dataset
    from trl import DistillationConfig, DistillationTrainer

    size = params.batch_size
    problems = rl_problems(pair.pool, seed=params.seed, count=params.num_steps * size)
    prompts = [render_prompt(problem.prompt) for problem in problems]
    watch = make_watch(batch_of=lambda step: prompts[(step - 1) * size : step * size])
    constant = params.model_copy(update={"learning_rate": params.final_learning_rate})
    arguments = DistillationConfig(
        **shared_arguments(constant, out_dir),
        per_device_train_batch_size=size,
        lr_scheduler_type="constant_with_warmup",
        max_completion_length=params.max_completion_tokens,
        temperature=params.temperature,
        beta=params.beta,
        logging_steps=params.log_every,
        shuffle_dataset=False,  # `rl_problems` is the order
    )
    trainer = DistillationTrainer(
        pair.student,
        teacher_model=pair.teacher,
        args=arguments,
        train_dataset=Dataset.from_dict({"prompt": prompts}),
        processing_class=pair.tokenizer,
        callbacks=[watch],
        optimizers=(optimizer_of(constant.sft(params.num_steps), pair.student), None),
    )
    return trainer, watch


MAKERS: dict[str, Callable[[StudentParams, Pair, Path, WatchMaker], tuple[Any, Watch]]] = {
    "logits": _logits,
    "on_policy": _on_policy,
}
"""Method -> what makes its trainer."""
