"""Our rollouts in TRL's own trainer, through its documented hook."""

from pathlib import Path
from typing import Any

import torch
from datasets import Dataset

from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts


def test_trl_trains_on_our_rollouts(tiny_model: Path, tmp_path: Path) -> None:
    from trl import GRPOConfig, GRPOTrainer

    model, tokenizer = load_model(tiny_model)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    random = torch.Generator().manual_seed(0)
    calls: list[tuple[int, int]] = []
    judged: list[list[int]] = []
    written: list[list[int]] = []

    def rollouts(prompts: list[str], _: Any) -> dict[str, list[Any]]:
        calls.append((len(prompts), len(set(prompts))))
        found = rollout_prompts(model, tokenizer, prompts, max_new_tokens=12, temperature=1.0, random=random)
        written.extend(found["completion_ids"])
        return found

    def reward(completion_ids: list[list[int]], **_: Any) -> list[float]:
        judged.extend(completion_ids)
        return [float(sum(ids) % 7) for ids in completion_ids]

    arguments = GRPOConfig(
        output_dir=str(tmp_path),
        per_device_train_batch_size=8,
        num_generations=4,
        max_completion_length=12,
        max_steps=2,
        learning_rate=1e-3,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        report_to=[],
        disable_tqdm=True,
        save_strategy="no",
    )
    table = Dataset.from_dict({"prompt": [f"<|user|>{n}+1<|assistant|>" for n in range(8)]})
    trainer = GRPOTrainer(
        model,
        reward_funcs=reward,
        args=arguments,
        train_dataset=table,
        processing_class=tokenizer,
        rollout_func=rollouts,
    )
    trainer.train()
    assert calls == [(8, 2), (8, 2)], "each prompt once for each of its four completions"
    assert judged == written
    assert any(not torch.equal(before[name], value) for name, value in model.state_dict().items())
