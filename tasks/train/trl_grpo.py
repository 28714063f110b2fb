# ruff: noqa: ARG002  (the trainer calls its callbacks with arguments that not all of them use)
"""The GRPO family through TRL's GRPOTrainer, by its documented hooks."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from tasks.chat import render_prompt
from tasks.errors import TrainingError
from tasks.models.rollout import rollout_prompts
from tasks.params.training import GrpoParams
from tasks.records import Problem
from tasks.rewards import Reward
from tasks.seeds import seed_for
from tasks.train.ranks import deepspeed_config, is_rank, rank
from tasks.train.rollouts import Rollouts
from tasks.train.run import shared_arguments
from tasks.train.schedules import entropy_coef_at, temperature_at
from tasks.train.watch import Watch


def grpo_trainer(
    params: GrpoParams,
    policy: Any,
    tokenizer: Any,
    problems: list[Problem],
    *,
    reward: Reward,
    rollouts: Rollouts | None,
    out_dir: Path,
    watch: Watch,
) -> Any:
    """A trainer ready to run.

    Args:
        params: The `grpo` section, `algorithm: grpo`.
        policy: What learns.
        tokenizer: Its tokenizer.
        problems: The run's problems in order, `prompts_per_step` for each batch of rollouts.
        reward: Judges what TRL samples.
        rollouts: Where batches come from instead; then TRL neither chooses, nor samples, nor judges.
        out_dir: Receives the checkpoints.
        watch: The run's callback.
    """
    from datasets import Dataset
    from trl import GRPOTrainer

    table = Dataset.from_dict(
        {
            "prompt": [render_prompt(problem.prompt) for problem in problems],
            "answer": [problem.answer for problem in problems],
        }
    )
    hooks: dict[str, Any] = {"reward_funcs": reward}
    if rollouts is not None:
        hooks = {"reward_funcs": _earned(rollouts), "rollout_func": _sampled(rollouts, params)}
    elif params.rollouts.engine == "shared":
        hooks["rollout_func"] = _completed(params, policy, tokenizer)
    schedules = Schedules(params)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*rollout_func")  # that it is experimental
        trainer = GRPOTrainer(
            policy,
            args=_arguments(params, out_dir),
            train_dataset=table,
            processing_class=tokenizer,
            callbacks=[schedules, watch],
            **hooks,
        )
    schedules.bind(trainer)
    return trainer


def _arguments(params: GrpoParams, out_dir: Path) -> Any:
    from trl import GRPOConfig

    pieces = params.minibatches * params.accumulation
    rows = params.prompts_per_step * params.group_size
    return GRPOConfig(
        **shared_arguments(params, out_dir),
        per_device_train_batch_size=rows // (pieces * params.launch.num_ranks),
        deepspeed=deepspeed_config(params),
        ddp_backend="gloo" if is_rank() and params.device == "cpu" else None,
        gradient_accumulation_steps=params.accumulation,
        steps_per_generation=pieces,
        num_iterations=params.passes,
        num_generations=params.group_size,
        max_completion_length=params.max_completion_tokens,
        temperature=params.temperature,
        lr_scheduler_type="constant_with_warmup",
        beta=params.beta,
        loss_type=params.loss_type,
        importance_sampling_level=params.importance_level,
        **_vllm(params),
        scale_rewards=params.scale_rewards,
        epsilon=params.epsilon,
        epsilon_high=params.epsilon_high,
        mask_truncated_completions=params.mask_truncated,
        entropy_coef=params.entropy_coef,
        logging_steps=1,
        shuffle_dataset=False,  # `rl_problems` is the order
    )


def _vllm(params: GrpoParams) -> dict[str, Any]:
    """TRL's settings of vLLM; none where it is not asked for.

    Raises:
        TrainingError: it is, and is not installed.
    """
    if params.rollouts.engine != "vllm":
        return {}
    from trl.import_utils import is_vllm_available

    if not is_vllm_available():
        raise TrainingError(
            "grpo.rollouts.engine = vllm needs vLLM: pip install 'trl[vllm]' (the versions that TRL works "
            "with), or take engine: shared"
        )
    vllm = params.rollouts.vllm
    if vllm.mode == "server":
        return {"use_vllm": True, "vllm_mode": "server", "vllm_server_base_url": vllm.url}
    return {
        "use_vllm": True,
        "vllm_mode": "colocate",
        "vllm_gpu_memory_utilization": vllm.memory_share,
        "vllm_enable_sleep_mode": vllm.sleep,
        "vllm_tensor_parallel_size": vllm.tensor_parallel,
        "vllm_max_model_length": vllm.max_tokens,
    }


class Schedules(TrainerCallback):  # type: ignore[misc]
    """Sets temperature and entropy bonus before each step.

    TRL reads both from the trainer at each step but for one place: the fused head that takes the
    log-probabilities has the temperature it was built with in a closure. It is changed there, or rollouts
    would be sampled at one temperature and scored at another.
    """

    def __init__(self, params: GrpoParams) -> None:
        self._params = params
        self._trainer: Any = None
        self._cells: list[Any] = []

    def bind(self, trainer: Any) -> None:
        """Name the trainer, which is built with its callbacks and so comes later."""
        self._trainer = trainer
        models = [model for model in (trainer.model, trainer.ref_model) if model is not None]
        if self._params.final_temperature is not None:
            self._cells = [_temperature_cell(model) for model in models]

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Set what holds for the step; temperature changes only with the batch of rollouts."""
        trainer, temperature = self._trainer, temperature_at(self._params, state.global_step)
        trainer.temperature = trainer.generation_config.temperature = temperature
        trainer.generation_kwargs["temperature"] = temperature
        for cell in self._cells:
            cell.cell_contents = temperature
        trainer.entropy_coef = entropy_coef_at(self._params, state.global_step)

    def on_log(self, args: Any, state: Any, control: Any, *, logs: dict[str, Any], **_: Any) -> None:
        """Log what held."""
        if "loss" in logs:
            logs["train/temperature"] = self._trainer.temperature
            logs["train/entropy_coef"] = self._trainer.entropy_coef


def _temperature_cell(model: Any) -> Any:
    """The closure cell of TRL's fused head that holds the temperature."""
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    head = getattr(base, "_original_forward", base.forward).__func__  # under bf16 accelerate wraps it
    return head.__closure__[head.__code__.co_freevars.index("temperature")]


def _sampled(rollouts: Rollouts, params: GrpoParams) -> Callable[[list[str], Any], dict[str, Any]]:
    """TRL's `rollout_func`: whatever it asks for, it gets the next batch, with what that earned."""

    def sample(prompts: list[str], trainer: Any) -> dict[str, Any]:
        step = trainer.state.global_step
        groups = rollouts.draw(step // params.updates_per_batch, temperature=temperature_at(params, step))
        batch = [rollout for group in groups for rollout in group]
        assert len(batch) == len(prompts), "TRL asks for one batch of rollouts"
        return {
            "prompt_ids": [rollout.prompt_ids for rollout in batch],
            "completion_ids": [rollout.completion_ids for rollout in batch],
            "logprobs": None,  # taken by the trainer, at the sampling temperature
            "earned": [rollout.reward for rollout in batch],
        }

    return sample


def _completed(params: GrpoParams, policy: Any, tokenizer: Any) -> Callable[[list[str], Any], dict[str, Any]]:
    """TRL's `rollout_func` in one of several processes: completes the prompts that TRL gave to this one."""

    def sample(prompts: list[str], trainer: Any) -> dict[str, Any]:
        step = trainer.state.global_step
        seed = seed_for(params.seed, "grpo", "rollouts", step // params.updates_per_batch, rank())
        found = rollout_prompts(
            policy,
            tokenizer,
            prompts,
            max_new_tokens=params.max_completion_tokens,
            temperature=temperature_at(params, step),
            random=torch.Generator(device=policy.device).manual_seed(seed % 2**63),
        )
        return found | {"logprobs": None}  # taken by the trainer

    return sample


def _earned(rollouts: Rollouts) -> Callable[..., list[float]]:
    """TRL's reward function: hands on what `sample` brought."""

    def earned(*, earned: list[float], log_metric: Callable[[str, float], None], **_: Any) -> list[float]:
        for name, value in rollouts.measured.items():
            log_metric(name, value)
        return earned

    return earned
