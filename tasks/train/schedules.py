"""What changes while RL runs: the sampling temperature and the weight of the entropy bonus.

Both are functions of the step alone, so a resumed run has the values it would have had.
"""

from tasks.params.training import GrpoParams


def temperature_at(params: GrpoParams, step: int) -> float:
    """Sampling temperature of the batch of rollouts that optimiser step `step` (from 0) learns from.

    It moves on a straight line from `temperature` (first batch) to `final_temperature` (last batch).
    """
    if params.final_temperature is None:
        return params.temperature
    last = params.num_steps // params.updates_per_batch - 1
    done = min(step // params.updates_per_batch / last, 1.0) if last else 0.0
    return params.temperature + done * (params.final_temperature - params.temperature)


def entropy_coef_at(params: GrpoParams, step: int) -> float:
    """Weight of the entropy bonus at optimiser step `step` (from 0): stairs down to 0.

    0.1, 0.01 and 10,000 give 0.1 up to step 9,999, then 0.09, and 0 from step 100,000 on.
    """
    cuts = step // params.entropy_decay_steps
    return max(params.entropy_coef - cuts * params.entropy_decay, 0.0)
