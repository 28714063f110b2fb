"""From a completion to a reward, with the breakdown that says why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tasks.params.reward import RewardParams
from tasks.rewards import process, surface
from tasks.rewards.rollout import Rollout, read_rollouts
from tasks.verify import Outcome

Component = Callable[[Rollout, RewardParams], float]


def symbolic(rollout: Rollout, params: RewardParams) -> float:  # noqa: ARG001
    """1 if the completion ended by itself, is in the format, and the judge says CORRECT; else 0.

    UNDECIDED is 0. Several answers, an answer in the think part or before it, and hedges are not in the
    format or not the reference's value. Known limit: an answer guessed right is right.
    """
    return rollout.score.reward


COMPONENTS: dict[str, Component] = {
    "symbolic": symbolic,
    "logic": process.logic,
    "coherence": process.coherence,
    "format": surface.format,
    "efficiency": surface.efficiency,
    "repetition": surface.repetition,
    "language": surface.language,
}
"""Name -> component, a value in [0, 1]. To add one: a function, a line here, its weight in `Breakdown`'s
making and in RewardParams, a row in the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """What one completion earned, and why. Components are unweighted."""

    total: float
    """The reward: at most 1 (1.6 when centred); a wrong answer's is at most 0."""
    symbolic: float
    logic: float
    coherence: float
    format: float
    efficiency: float
    repetition: float
    language: float
    right: bool
    """Whether the gate let it through."""
    reasoned: bool
    """In the format and with a think part."""
    ended: bool
    """It ended by itself."""
    outcome: Outcome
    """The judge's verdict; UNDECIDED earns what a wrong answer earns."""


def score_group(
    questions: Sequence[str],
    completions: Sequence[str],
    references: Sequence[str],
    params: RewardParams,
    *,
    lengths: Sequence[int] | None = None,
) -> list[Breakdown]:
    """Score completions; those of equal question and reference are siblings.

    Args:
        questions: What was asked, one for each completion, with or without control tokens.
        completions: As the model wrote them, control tokens visible; one without a final `<|end|>` was cut.
        references: Reference answers, one for each completion.
        params: The `reward` section.
        lengths: Tokens of each completion; None counts characters.

    Returns:
        One breakdown for each completion, in order. It depends on nothing but the arguments: no clock, no
        worker, no chance.

    Raises:
        DataError: the judge cannot read a reference.
    """
    counted = [len(text) for text in completions] if lengths is None else lengths
    rollouts = read_rollouts(questions, completions, references, counted)
    return TOTALS[params.kind](rollouts, measure(rollouts, params), params)


def measure(rollouts: Sequence[Rollout], params: RewardParams) -> list[dict[str, float]]:
    """The components of each rollout; those of equal rollouts, frequent among siblings, only once."""
    known: dict[Rollout, dict[str, float]] = {}
    for rollout in rollouts:
        if rollout not in known:
            known[rollout] = {name: component(rollout, params) for name, component in COMPONENTS.items()}
    return [known[rollout] for rollout in rollouts]


def _answer(
    rollouts: Sequence[Rollout],
    values: Sequence[dict[str, float]],
    params: RewardParams,  # noqa: ARG001
) -> list[Breakdown]:
    """The 0/1 reward: components are only measured."""
    return [
        _breakdown(rollout, parts, total=parts["symbolic"], right=parts["symbolic"] == 1)
        for rollout, parts in zip(rollouts, values, strict=True)
    ]


def _layered(
    rollouts: Sequence[Rollout], values: Sequence[dict[str, float]], params: RewardParams
) -> list[Breakdown]:
    """Gate, weights, penalties."""
    right = [_passes(r, parts, params) for r, parts in zip(rollouts, values, strict=True)]
    shaped = [params.logic * parts["logic"] + params.coherence * parts["coherence"] for parts in values]
    if params.process == "centered":
        shaped = _centered(rollouts, shaped, right, params)
    return [
        _breakdown(
            rollout,
            parts,
            total=(params.symbolic * parts["symbolic"] + paid if passed else 0.0)
            - (_penalties(parts, params, passed) if passed or params.penalize_wrong else 0.0),
            right=passed,
        )
        for rollout, parts, paid, passed in zip(rollouts, values, shaped, right, strict=True)
    ]


TOTALS: dict[str, Callable[..., list[Breakdown]]] = {"answer": _answer, "layered": _layered}
"""`reward.kind` -> how components become a reward."""


def _passes(rollout: Rollout, parts: dict[str, float], params: RewardParams) -> bool:
    if parts["symbolic"] != 1:
        return False
    return params.gate == "answer" or not process.has_refuted_step(rollout)


def _centered(
    rollouts: Sequence[Rollout], shaped: Sequence[float], right: Sequence[bool], params: RewardParams
) -> list[float]:
    """Shaping moved so that the right ones of a group have the full weight on average."""
    groups: dict[str, list[float]] = {}
    for rollout, paid, passed in zip(rollouts, shaped, right, strict=True):
        if passed:
            groups.setdefault(rollout.question, []).append(paid)
    means = {question: sum(paid) / len(paid) for question, paid in groups.items()}
    full = params.logic + params.coherence
    return [
        paid - means.get(rollout.question, 0.0) + full for rollout, paid in zip(rollouts, shaped, strict=True)
    ]


def _penalties(parts: dict[str, float], params: RewardParams, passed: bool) -> float:
    taken = params.format_penalty * (1 - parts["format"])
    taken += params.repetition_penalty * (1 - parts["repetition"])
    taken += params.language_penalty * (1 - parts["language"])
    # The length of a wrong answer is not judged: it would teach to be wrong briefly.
    return taken + (params.efficiency_penalty * (1 - parts["efficiency"]) if passed else 0.0)


def _breakdown(rollout: Rollout, parts: dict[str, float], *, total: float, right: bool) -> Breakdown:
    return Breakdown(
        total=total,
        **parts,
        right=right,
        reasoned=rollout.score.reasoned,
        ended=rollout.score.ended,
        outcome=rollout.score.outcome,
    )
