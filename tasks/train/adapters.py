"""What SFT and RL learn: all weights, or an adapter (PEFT) that becomes part of the model at the end."""

from pathlib import Path
from typing import Any

import torch

from tasks.errors import TrainingError
from tasks.models.folder import load_model, resolve_model
from tasks.models.soft_prompt import attach_prompt
from tasks.params.sft import LoraParams
from tasks.params.training import GrpoParams, SftParams
from tasks.seeds import seed_for


def load_policy(params: SftParams | GrpoParams, model: Path) -> tuple[Any, Any]:
    """The model to train, for qlora with its layers in 4 bits, and its tokenizer.

    Raises:
        TrainingError: qlora without bitsandbytes.
        ModelError: as `load_model`.
    """
    policy, tokenizer = load_model(model, device=params.device if params.method != "qlora" else "cpu")
    if params.method != "qlora":
        return policy, tokenizer
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    four_bits = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    try:
        policy = AutoModelForCausalLM.from_pretrained(
            resolve_model(model),
            quantization_config=four_bits,
            device_map={"": params.device},
            dtype=torch.bfloat16,
            local_files_only=True,
            use_safetensors=True,
        )
    except ImportError as error:
        raise TrainingError(
            f"method = qlora needs bitsandbytes: {error}. pip install bitsandbytes, or take lora instead"
        ) from error
    return policy.eval(), tokenizer


def adapted(params: GrpoParams, policy: Any) -> Any:
    """The policy with an untrained adapter, which changes nothing yet; itself where all weights learn."""
    if params.method == "full":
        return policy
    from peft import get_peft_model

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_for(params.seed, "grpo", "adapter"))
        return get_peft_model(policy, peft_config(params))


def peft_config(params: SftParams | GrpoParams) -> Any:
    """PEFT's description of the adapter; None where all weights are learnt."""
    from peft import LoraConfig, PromptTuningConfig, TaskType

    if params.method == "full":
        return None
    if params.method == "prompt":
        assert isinstance(params, SftParams), "only SFT learns prompts"
        return PromptTuningConfig(task_type=TaskType.CAUSAL_LM, num_virtual_tokens=params.prompt_tokens)
    return LoraConfig(
        task_type=TaskType.CAUSAL_LM,
        r=params.lora.r,
        lora_alpha=params.lora.alpha,
        lora_dropout=params.lora.dropout if isinstance(params.lora, LoraParams) else 0.0,
        target_modules=list(params.lora.targets),
    )


def restore_weights(model: Any, folder: Path) -> None:
    """Put the weights of a checkpoint, of the whole model or of its adapter, into a model in memory."""
    from peft import PeftModel, load_peft_weights, set_peft_model_state_dict

    if isinstance(model, PeftModel):
        set_peft_model_state_dict(model, load_peft_weights(str(folder), device="cpu"))
        return
    finished, _ = load_model(folder)
    model.load_state_dict(finished.state_dict())


def plain_model(params: SftParams, trainer: Any, model: Path) -> Any:
    """The trained model without PEFT or DeepSpeed around it. All ranks call this; rank 0 gets the model.

    Args:
        params: The `sft` section.
        trainer: After training.
        model: Where training started; DeepSpeed's weights, which lie in parts on all ranks, are put in the
            place of those there.
    """
    trained = trainer.model
    if params.launch.deepspeed != "none":
        from transformers.integrations.deepspeed import unset_hf_deepspeed_config

        state = trainer.accelerator.get_state_dict(trainer.model_wrapped)
        unset_hf_deepspeed_config()  # or zero3 would cut the model loaded next as well
        trained, _ = load_model(model, device=params.device)
        if trainer.is_world_process_zero():
            trained.load_state_dict(state)
        return trained
    if params.method == "prompt":
        policy = trained.get_base_model()
        attach_prompt(policy, trained.get_prompt(batch_size=1)[0])
        return policy
    return merged(params, trained, model)


def merged(params: SftParams | GrpoParams, trained: Any, model: Path) -> Any:
    """The trained model with its adapter in its weights; itself where all weights were learnt.

    Args:
        params: The section.
        trained: What was trained.
        model: Where training started: qlora's adapter is merged into the weights there, which are exact.
    """
    if params.method == "full":
        return trained
    if params.method == "qlora":
        from peft import get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict

        exact, _ = load_model(model, device=params.device)
        state = get_peft_model_state_dict(trained)
        trained = get_peft_model(exact, peft_config(params))
        set_peft_model_state_dict(trained, state)
    return trained.merge_and_unload().eval()
