"""Which settings of RL go together."""

from typing import Any

from tasks.params.rl import VllmParams

SUMMING = ("dr_grpo", "dapo", "bnpo", "cispo")
"""Losses that sum over tokens; with one ratio for each rollout they would weigh it by its length."""
GRPO_ONLY = ("loss_type", "importance_level", "scale_rewards", "mask_truncated")
WITHOUT_CLIP = ("sapo", "vespo")


def misfit(params: Any) -> str:
    """Why the settings of a `grpo` section do not go together, and what to do; empty if they do.

    A setting that the chosen algorithm would not read must have its default.
    """
    section = type(params)
    changed = {name for name, field in section.model_fields.items() if getattr(params, name) != field.default}
    return (
        _wrong_algorithm(params, changed)
        or _wrong_loss(params, changed)
        or _wrong_sizes(params)
        or _wrong_method(params, changed)
        or _wrong_engine(params)
        or _wrong_launch(params)
        or _wrong_extras(params)
    )


def _wrong_algorithm(params: Any, changed: set[str]) -> str:
    if params.algorithm == "ppo":
        unread = sorted(changed.intersection(GRPO_ONLY))
        if unread:
            return (
                f"algorithm = ppo does not read {', '.join(unread)}; leave them out, or use algorithm: grpo"
            )
        if params.refill_rounds:
            return (
                "refill_rounds is for algorithm: grpo; under ppo a group of equal rewards teaches too, for "
                "its baseline is the critic"
            )
    elif "ppo" in changed:
        return "the settings under ppo are read by algorithm: ppo only"
    return ""


def _wrong_loss(params: Any, changed: set[str]) -> str:
    loss, level = params.loss_type, params.importance_level
    if level == "sequence" and loss in SUMMING:
        return (
            f"importance_level = sequence does not go with loss_type = {loss}, which sums over tokens and "
            "would weigh each rollout by its length; GSPO is loss_type: grpo with importance_level: sequence"
        )
    if loss == "luspo" and level != "sequence":
        return "loss_type = luspo needs importance_level: sequence"
    if loss == "vespo" and level != "token":
        return "loss_type = vespo weighs whole rollouts by itself; leave importance_level: token"
    if loss == "cispo" and params.epsilon_high < 1:
        return (
            f"loss_type = cispo caps the ratio itself at epsilon_high, now {params.epsilon_high:g}; "
            "set it to 1 or more, e.g. 5"
        )
    if loss == "cispo" and "epsilon" in changed:
        return "loss_type = cispo does not read epsilon; leave it out"
    if loss in WITHOUT_CLIP and changed & {"epsilon", "epsilon_high"}:
        return f"loss_type = {loss} does not clip the ratio; leave out epsilon and epsilon_high"
    return ""


def _wrong_sizes(params: Any) -> str:
    updates, ranks = params.updates_per_batch, params.launch.num_ranks
    pieces = params.minibatches * params.accumulation * ranks
    if params.prompts_per_step * params.group_size % pieces:
        return (
            f"prompts_per_step x group_size = {params.prompts_per_step * params.group_size} is no multiple "
            f"of minibatches x accumulation{' x ranks' if ranks > 1 else ''} = {pieces}"
        )
    for name in ("num_steps", "save_every", "eval_every"):
        if getattr(params, name) % updates:
            return (
                f"{name} = {getattr(params, name)} is no multiple of passes x minibatches = {updates}: a "
                "batch of rollouts cannot be left half used and resumed"
            )
    return ""


def _wrong_method(params: Any, changed: set[str]) -> str:
    if params.method == "full":
        return "the settings under lora are read by method: lora and qlora only" if "lora" in changed else ""
    if params.algorithm == "ppo" and params.ppo.critic == "model":
        return (
            f"ppo.critic = model copies the decoder, which method = {params.method} spares; take critic: head"
        )
    if params.method == "qlora" and params.device != "cuda":
        return "method = qlora needs device = cuda: its 4-bit kernels are for GPUs; take lora"
    return ""


def _wrong_engine(params: Any) -> str:
    engine, vllm = params.rollouts.engine, params.rollouts.vllm
    if engine != "shared" and (
        params.algorithm == "ppo" or params.refill_rounds or params.curriculum.enabled
    ):
        return (
            f"rollouts.engine = {engine} leaves the batch to TRL; algorithm: ppo, refill_rounds and "
            "curriculum choose it themselves: take engine: shared"
        )
    if engine != "vllm":
        return "rollouts.vllm is read by rollouts.engine: vllm only" if vllm != VllmParams() else ""
    if params.device != "cuda":
        return "rollouts.engine = vllm needs device = cuda; take shared"
    if params.method == "qlora":
        return "rollouts.engine = vllm cannot take over 4-bit weights; take method: lora, or engine: shared"
    if params.final_temperature is not None:
        return "final_temperature is not handed on to vLLM; take engine: shared"
    if vllm.mode == "server" and not vllm.url:
        return "rollouts.vllm.mode = server needs rollouts.vllm.url, e.g. http://10.0.0.7:8000"
    if vllm.mode == "server" and vllm.model_copy(update={"mode": "colocate", "url": ""}) != VllmParams():
        return "rollouts.vllm.mode = server reads url only; the rest is set where the server is started"
    if vllm.mode == "colocate" and vllm.url:
        return "rollouts.vllm.url is read by rollouts.vllm.mode: server only"
    return ""


def _wrong_launch(params: Any) -> str:
    launch = params.launch
    if not launch.own_processes:
        return ""
    if params.algorithm == "ppo":
        return "algorithm = ppo runs in one process; leave out launch, or use algorithm: grpo"
    if params.refill_rounds or params.curriculum.enabled:
        return "refill_rounds and curriculum choose problems in one process; leave out them, or launch"
    if launch.deepspeed == "zero3":
        return "launch.deepspeed = zero3 cuts the weights that rollouts need whole on every rank; take zero2"
    if params.method != "full" and launch.deepspeed != "none":
        return f"launch.deepspeed trains all weights; with method = {params.method} take deepspeed: none"
    if params.method == "qlora":
        return "method = qlora runs in one process; take lora, or leave out launch"
    return ""


def _wrong_extras(params: Any) -> str:
    if params.min_pass_rate > params.max_pass_rate:
        return f"min_pass_rate = {params.min_pass_rate:g} is above max_pass_rate = {params.max_pass_rate:g}"
    if params.guards.max_kl is not None and params.beta == 0:
        return "guards.max_kl needs beta > 0: without a reference model no KL is measured"
    return ""
