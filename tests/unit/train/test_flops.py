"""The arithmetic of training: against torch's own count, and by hand."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import Qwen3Config, Qwen3ForCausalLM

from tasks.metrics import read_metrics
from tasks.params.training import GrpoParams
from tasks.train.flops import Cost, cost_of, peak_of, rl_flops, sft_flops
from tasks.train.meter import Meter
from tasks.train.watch import Watch

SMALL = Cost(weights=10, learnt=10, attention=3)


@pytest.fixture(params=[True, False], ids=["tied", "untied"])
def model(request: pytest.FixtureRequest) -> Qwen3ForCausalLM:
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=96,
        num_hidden_layers=3,
        num_attention_heads=3,
        num_key_value_heads=3,
        head_dim=32,
        intermediate_size=288,
        tie_word_embeddings=request.param,
        attn_implementation="eager",  # whose products torch counts one by one
    )
    return Qwen3ForCausalLM(config)


@pytest.mark.parametrize("row", [32, 256])
def test_the_formula_is_what_torch_counts(model: Qwen3ForCausalLM, row: int) -> None:
    ids = torch.arange(2 * row).reshape(2, row) % 512
    with FlopCounterMode(display=False) as forward, torch.no_grad():
        model(input_ids=ids, use_cache=False)
    with FlopCounterMode(display=False) as learn:
        model(input_ids=ids, labels=ids, use_cache=False).loss.backward()
    cost = cost_of(model)
    assert cost.forward(2 * row, row) == pytest.approx(forward.get_total_flops(), rel=0.02)
    assert cost.learn(2 * row, row) == pytest.approx(learn.get_total_flops(), rel=0.02)


def test_an_adapter_needs_no_gradients_of_the_weights(model: Qwen3ForCausalLM) -> None:
    ids = torch.arange(64).reshape(1, 64)
    model.requires_grad_(False)
    hidden = model.get_input_embeddings()(ids).requires_grad_()
    with FlopCounterMode(display=False) as learn:
        model(inputs_embeds=hidden, labels=ids, use_cache=False).loss.backward()
    found = cost_of(model).learn(64, 64)
    assert found == cost_of(model.requires_grad_(True), all_weights=False).learn(64, 64)
    assert found == pytest.approx(learn.get_total_flops(), rel=0.02)


def test_a_model_with_an_adapter_costs_what_its_base_does(model: Qwen3ForCausalLM) -> None:
    from peft import LoraConfig, get_peft_model

    whole = cost_of(model)
    adapted = cost_of(get_peft_model(model, LoraConfig(r=1, target_modules=["q_proj"])))
    assert adapted.weights == pytest.approx(whole.weights, rel=0.01)
    assert (adapted.learnt, adapted.attention) == (0, whole.attention)


def test_the_formula_is_palms() -> None:
    assert SMALL.learn(7, 5) == 7 * (6 * 10 + 12 * 3 * 5)
    assert SMALL.forward(7, 5) == 7 * (2 * 10 + 4 * 3 * 5)


def test_rows_that_are_packed_see_only_themselves() -> None:
    flops = sft_flops(SMALL, [[4, 2], [6]])
    assert flops(1, 6) == 4 * (60 + 36 * 4) + 2 * (60 + 36 * 2)
    assert flops(2, 6) == 6 * (60 + 36 * 6)


def test_a_rollout_is_written_once_and_learnt_from_in_every_pass() -> None:
    params = GrpoParams(prompts_per_step=2, group_size=4, passes=2, minibatches=1, num_steps=4)
    params = params.model_copy(update={"beta": 0.1})
    flops = rl_flops(params, SMALL)
    whole = 2 * SMALL.forward(80, 10) + 2 * SMALL.learn(80, 10)
    assert [flops(1, 80), flops(2, 0)] == [whole / 2, whole / 2], "TRL's tokens come with the first step"


def test_what_dynamic_sampling_throws_away_is_written_and_not_learnt() -> None:
    params = GrpoParams(prompts_per_step=2, group_size=4)
    flops = rl_flops(params, SMALL, drawn=lambda: 2.0)
    assert flops(1, 160) == SMALL.forward(160, 10) + SMALL.learn(80, 10)


def test_ppo_counts_a_batch_at_once() -> None:
    params = GrpoParams(
        algorithm="ppo", prompts_per_step=2, group_size=4, passes=2, minibatches=2, num_steps=4
    )
    params = params.model_copy(update={"eval_every": 4, "save_every": 4})
    assert rl_flops(params, SMALL)(4, 80) == SMALL.forward(80, 10) + 2 * SMALL.learn(80, 10)


def test_rates_are_of_training_and_not_of_evaluations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("tasks.train.meter.time.perf_counter", lambda: clock[0])
    monkeypatch.setattr("tasks.train.watch.device_peak", lambda _: 1000.0)

    def evaluate(_: int) -> float:
        clock[0] += 100
        return 0.5

    watch = Watch(
        "sft",
        out_dir=tmp_path,
        num_steps=2,
        meter=Meter(),
        batch_of=list,
        tokens_of=lambda step: 30 * step,
        evaluate=evaluate,
        eval_every=1,
        flops=lambda step, tokens: 100 * step + tokens,
        num_devices=2,
    )
    state = SimpleNamespace(global_step=0)
    watch.on_train_begin(None, state, None)
    for state.global_step in (1, 2):
        clock[0] += 10
        watch.on_step_end(None, state, None)
        watch.on_log(None, state, None, logs={"loss": 1.0})
    watch.close()
    rows = [row for row in read_metrics(tmp_path / "metrics.jsonl")[0] if "train/loss" in row]
    assert [row["train/tokens_per_s"] for row in rows] == [3.0, 3.0]
    assert [row["train/tflops"] for row in rows] == pytest.approx([130 / 10 / 1e12, 230 / 10 / 1e12])
    assert [row["train/mfu"] for row in rows] == pytest.approx([130 / 10 / 2000, 230 / 10 / 2000])


@pytest.mark.parametrize(
    ("name", "peak"),
    [
        ("NVIDIA H200", 989e12),
        ("NVIDIA H200 NVL", 835e12),
        ("NVIDIA H100 80GB HBM3", 989e12),
        ("NVIDIA H100 PCIe", 756e12),
        ("NVIDIA A100-SXM4-80GB", 312e12),
        ("NVIDIA L40S", 362e12),
        ("NVIDIA L4", 121e12),
        ("NVIDIA GeForce RTX 4090", 165e12),
        ("NVIDIA GeForce RTX 4090 D", None),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", None),
        ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", None),
        ("NVIDIA GeForce GTX 1080", None),
        ("NVIDIA A1000", None),
    ],
)
def test_a_peak_is_told_only_of_a_device_we_know(name: str, peak: float | None) -> None:
    assert peak_of(name) == peak
