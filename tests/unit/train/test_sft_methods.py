"""SFT by adapter, by learnt prompt, with a loss of its own: kill, resume, one plain model at the end."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.errors import TrainingError
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.models.generate import generate
from tasks.models.soft_prompt import attach_prompt, has_prompt
from tasks.params.training import ModelParams, SftParams
from tasks.train.memory import memory_named
from tasks.train.sft import train_sft

FULL = SftParams(
    num_steps=6,
    batch_size=8,
    max_tokens=96,
    save_every=2,
    log_every=1,
    warmup_steps=1,
    eval_problems=6,
    subtasks=(),
    optimizer="adamw",
    learning_rate=1e-2,
)
LORA = FULL.model_copy(update={"method": "lora"})
PROMPT = FULL.model_copy(update={"method": "prompt", "prompt_tokens": 5})


def train(params: SftParams, data: Path, model: Path, out_dir: Path) -> Any:
    return run_task("sft", params.as_json(), {"data": data, "model": model}, out_dir)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = load_model(folder)[0].state_dict()
    return found


def changed(before: Path, after: Path) -> set[str]:
    old, new = weights(before), weights(after)
    assert old.keys() == new.keys()
    return {name for name in old if not torch.equal(old[name], new[name])}


def losses(out_dir: Path) -> list[float]:
    rows = [json.loads(line) for line in (out_dir / "metrics.jsonl").read_text().splitlines()]
    return [row["train/loss"] for row in rows if "train/loss" in row]


def test_lora_learns_the_named_layers_and_leaves_a_plain_model(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    report = train(LORA, tiny_data, tiny_model, tmp_path / "run")
    names = changed(tiny_model, tmp_path / "run")
    assert names == {f"model.layers.{n}.self_attn.{p}_proj.weight" for n in (0, 1) for p in "qv"}
    assert report.num_trained == 2 * 2 * 16 * (32 + 32)
    assert not list((tmp_path / "run/model").glob("adapter*"))


@pytest.mark.slow
def test_qlora_ends_in_exact_weights_with_its_adapter_merged(tiny_data: Path, tmp_path: Path) -> None:
    """On a CPU, which the settings refuse: bitsandbytes can, only slowly."""
    pytest.importorskip("bitsandbytes")
    wide = ModelParams(vocab_size=300, hidden_size=128, num_layers=2, head_dim=64, mlp_size=256)
    build_model(wide, data=tiny_data, out_dir=tmp_path / "base")
    params = LORA.model_copy(update={"method": "qlora"})
    (tmp_path / "run").mkdir()
    train_sft(params, data=tiny_data, model=tmp_path / "base", out_dir=tmp_path / "run")
    names = changed(tmp_path / "base", tmp_path / "run")
    assert names == {f"model.layers.{n}.self_attn.{p}_proj.weight" for n in (0, 1) for p in "qv"}
    found = losses(tmp_path / "run")
    assert found[-1] < found[0]


def test_a_run_killed_after_its_last_step_takes_the_adapter_from_its_checkpoint(
    tiny_data: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(LORA, tiny_data, tiny_model, tmp_path / "whole")

    def dies(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("tasks.train.sft.plain_model", dies)
        with pytest.raises(RuntimeError, match="killed"):
            train(LORA, tiny_data, tiny_model, tmp_path / "run")
    train(LORA, tiny_data, tiny_model, tmp_path / "run")
    assert weights(tmp_path / "run").keys() == weights(tmp_path / "whole").keys()
    assert not changed(tmp_path / "run", tmp_path / "whole")


def test_parts_of_a_batch_give_the_weights_of_the_whole_batch(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    train(FULL, tiny_data, tiny_model, tmp_path / "whole")
    parts = FULL.model_copy(update={"accumulation_steps": 4})
    train(parts, tiny_data, tiny_model, tmp_path / "parts")
    whole, cut = weights(tmp_path / "whole"), weights(tmp_path / "parts")
    # Adam divides by the root of tiny second moments: rounding grows to a share of the rate of 1e-2.
    assert all(torch.allclose(whole[name], cut[name], atol=2e-3) for name in whole)
    assert losses(tmp_path / "parts") == pytest.approx(losses(tmp_path / "whole"), abs=2e-3)


@pytest.mark.parametrize("method", ["full", "lora"])
def test_activations_computed_again_are_the_same_activations(
    method: str, tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    params = FULL.model_copy(update={"method": method, "num_steps": 3})
    train(params, tiny_data, tiny_model, tmp_path / "kept")
    again = params.model_copy(update={"gradient_checkpointing": True})
    train(again, tiny_data, tiny_model, tmp_path / "again")
    assert not changed(tmp_path / "kept", tmp_path / "again")


@pytest.mark.slow
def test_a_compiled_model_learns_the_same_and_is_saved_as_it_was(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """Minutes of a C++ compiler."""
    for name, flag in (("plain", False), ("compiled", True)):
        params = FULL.model_copy(update={"compile": flag, "num_steps": 3})
        train(params, tiny_data, tiny_model, tmp_path / name)
    assert losses(tmp_path / "compiled") == pytest.approx(losses(tmp_path / "plain"), abs=1e-4)
    assert weights(tmp_path / "compiled").keys() == weights(tmp_path / "plain").keys()


def test_the_staged_rate_is_the_one_trained_with(tiny_data: Path, tiny_model: Path, tmp_path: Path) -> None:
    staged = FULL.model_copy(update={"schedule": "staged", "warmup_steps": 0})
    train(staged, tiny_data, tiny_model, tmp_path / "run")
    rows = [json.loads(line) for line in (tmp_path / "run/metrics.jsonl").read_text().splitlines()]
    rates = [row["train/learning_rate"] for row in rows if "train/learning_rate" in row]
    assert rates == pytest.approx([1e-2, 1e-2, 5e-3, 5e-3, 1e-3, 1e-3])


def test_smoothed_labels_start_at_the_mixture_of_loss_and_mean_loss(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    for name, share in (("plain", 0.0), ("smooth", 0.2)):
        params = FULL.model_copy(update={"label_smoothing": share, "num_steps": 1})
        train(params, tiny_data, tiny_model, tmp_path / name)
    plain, smooth = losses(tmp_path / "plain")[0], losses(tmp_path / "smooth")[0]
    # An untaught model is near to even chances, where every token loses about log V.
    assert smooth == pytest.approx(plain, abs=0.2)
    assert smooth != plain


def test_a_penalty_of_nothing_is_the_loss_of_trl(tiny_data: Path, tiny_model: Path, tmp_path: Path) -> None:
    train(FULL, tiny_data, tiny_model, tmp_path / "trl")
    # So small that every weight is 1 in fp32: the weighed loss itself is what is compared.
    train(FULL.model_copy(update={"step_penalty": 1e-12}), tiny_data, tiny_model, tmp_path / "own")
    assert losses(tmp_path / "own") == pytest.approx(losses(tmp_path / "trl"), rel=1e-5)


def test_a_learnt_prompt_leaves_the_weights_and_is_read_by_whoever_loads_the_model(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    longer = PROMPT.model_copy(update={"num_steps": 40, "learning_rate": 0.1, "trace_share": 0.0})
    report = train(longer, tiny_data, tiny_model, tmp_path / "run")
    assert report.num_trained == 5 * 32
    assert not changed(tiny_model, tmp_path / "run")
    model, _ = load_model(tmp_path / "run")
    assert has_prompt(model)
    found = losses(tmp_path / "run")
    assert sum(found[-10:]) < sum(found[:10])


def test_an_attached_prompt_is_what_peft_computes(tiny_model: Path) -> None:
    from peft import PromptTuningConfig, TaskType, get_peft_model

    model, tokenizer = load_model(tiny_model)
    ids = tokenizer(["<|user|>1+1<|assistant|>"], return_tensors="pt")["input_ids"]
    adapted = get_peft_model(
        load_model(tiny_model)[0], PromptTuningConfig(task_type=TaskType.CAUSAL_LM, num_virtual_tokens=5)
    ).eval()
    vectors = adapted.get_prompt(batch_size=1)[0]
    with torch.no_grad():
        plain = model(input_ids=ids, use_cache=False).logits
        attach_prompt(model, vectors)
        found = model(input_ids=ids, use_cache=False).logits
        assert torch.allclose(found, adapted(input_ids=ids).logits[:, 5:], atol=1e-5)
    assert found.shape == plain.shape
    assert not torch.allclose(found, plain, atol=1e-3)
    texts = ["<|user|>1+1<|assistant|>", "<|user|>a much longer question 12<|assistant|>"]
    together = generate(model, tokenizer, texts, max_new_tokens=9, batch_size=2, seed=0)
    alone = [generate(model, tokenizer, [text], max_new_tokens=9, batch_size=1, seed=0)[0] for text in texts]
    assert together == alone, "padding and the cache change nothing"
    written = adapted.generate(input_ids=ids, max_new_tokens=9, do_sample=False)[0, ids.shape[1] :].tolist()
    assert tokenizer.decode(written).startswith(together[0][0].text)


def test_nothing_trains_a_model_with_a_learnt_prompt(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    train(PROMPT, tiny_data, tiny_model, tmp_path / "prompted")
    for params in (FULL, LORA):
        with pytest.raises(TrainingError, match=r"sft\.method = prompt"):
            train(params, tiny_data, tmp_path / "prompted", tmp_path / params.method)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError(
            "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."
        ),
        MemoryError("no"),
    ],
)
def test_memory_that_does_not_suffice_names_the_settings(error: Exception) -> None:
    with pytest.raises(TrainingError, match=r"out of memory .*sft\.accumulation_steps"), memory_named("sft"):
        raise error
    with pytest.raises(RuntimeError, match="shapes"), memory_named("sft"):
        raise RuntimeError("shapes differ")


def test_an_allocation_that_fails_in_training_is_named(
    tiny_data: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_much(*_: Any, **__: Any) -> None:
        torch.empty(2**50)

    monkeypatch.setattr("tasks.train.sft.run_trainer", too_much)
    with pytest.raises(TrainingError, match=r"out of memory .*sft\.max_tokens"):
        train(FULL, tiny_data, tiny_model, tmp_path / "run")
