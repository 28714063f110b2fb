"""`python -m tasks audit-rewards`: attack every reward component and both totals, before training does.

Rules, for each problem and attack:

1. total: an attack whose answer is not right earns nothing, or what honest wrong answers do; one that
   answers rightly and fakes its reasoning earns no more than honest right and worked.
2. component: no component pays an attack more than it pays the better of the honest right answers.
3. aim: on average, a component that an attack is aimed at pays it less than honest right and worked.
4. order: honest right and worked >= right and short > wrong.

What pays for reasoning can be compared with honest reasoning only where the step checker reads that: where
logic and coherence of right and worked are both 1. On the other problems only totals are compared, and only
of answers that are not right; the report names the subtasks and their share.

It exits with 0 if nothing is found. Otherwise the findings name attack, reward and value, in a table and in
`findings.jsonl`; every value is in `values.jsonl`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from tasks.errors import TrainingError
from tasks.params.reward import RewardParams
from tasks.params.training import GrpoParams
from tasks.problems import LANGUAGES, SUBTASKS, draw_problem
from tasks.records import write_jsonl
from tasks.rewards.attacks import ATTACKS, HONEST, Target, wrong_answer
from tasks.rewards.audit_table import show
from tasks.rewards.process import coherence, logic
from tasks.rewards.rollout import read_rollouts
from tasks.rewards.score import COMPONENTS, TOTALS, measure

SEED = 20_261
"""Root of the problems' stream: none that training draws."""
PER_SUBTASK = 3
"""Problems of each subtask and language, of levels 1 to 3."""
READ = 1 - 1e-9
"""Logic and coherence of honest work that is read in full."""
SLACK = 1e-9
AIM_MARGIN = 0.05
"""How much less, on average, a component must pay an attack that is aimed at it."""
WORKED, WRONG = "right, worked", ("wrong, worked", "wrong, short")
SIBLINGS = ("right, worked", "right, short")
"""Honest outputs that an attack's length is measured against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one output of one problem earned."""

    problem: str
    """The question."""
    subtask: str
    read: bool
    """Whether the step checker reads the problem's honest work in full."""
    output: str
    """Name of the attack or honest output."""
    earned: dict[str, float]
    """Component or `total/<kind>` -> value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A reward that pays what it should not."""

    rule: str
    """`total`, `component`, `aim` or `order`."""
    attack: str
    """Name of the attack or honest output."""
    reward: str
    """Component or `total/<kind>`."""
    value: float
    """What it earned: of the worst problem, or on average under `aim`."""
    allowed: float
    """The most it may earn."""
    problem: str
    """The question; empty under `aim`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """A passed audit."""

    num_problems: int
    num_attacks: int
    num_completions: int
    """Outputs scored, honest ones included."""
    honest: dict[str, float]
    """Honest output -> mean total of the layered reward."""
    attacks: dict[str, float]
    """Attack -> the most that the layered reward paid it."""
    unread: dict[str, float]
    """Subtask -> share of its problems whose honest work the layered reward does not read in full."""


def audit_rewards(params: GrpoParams, *, out_dir: Path) -> AuditReport:
    """Attack the reward with degenerate outputs in English and Chinese.

    Args:
        params: The `grpo` section; its `reward` is audited, as `layered` and as `answer`.
        out_dir: Receives `values.jsonl` and `findings.jsonl`.

    Returns:
        What honest outputs and attacks earned.

    Raises:
        TrainingError: an attack pays. The message names the first; the table and `findings.jsonl` all.
    """
    targets = draw_targets(PER_SUBTASK)
    values = [value for target in targets for value in attack(target, params.reward)]
    findings = judge_values(values)
    write_jsonl(out_dir / "values.jsonl", (asdict(value) for value in values))
    write_jsonl(out_dir / "findings.jsonl", findings)
    show(values, findings)
    if findings:
        first = findings[0]
        raise TrainingError(
            f"audit-rewards: {len(findings)} findings. {first.reward} pays {first.attack!r} "
            f"{first.value:.3f}, allowed are {first.allowed:.3f} (rule {first.rule!r}). Change the component "
            f"or its settings under grpo.reward; all findings are in {out_dir / 'findings.jsonl'}"
        )
    layered = "total/layered"
    return AuditReport(
        num_problems=len(targets),
        num_attacks=len(ATTACKS),
        num_completions=len(values),
        honest={name: round(mean_of(values, name, layered), 4) for name in HONEST},
        attacks={
            name: round(max(v.earned[layered] for v in values if v.output == name), 4) for name in ATTACKS
        },
        unread=_unread(values),
    )


def draw_targets(per_subtask: int) -> list[Target]:
    """Problems of every subtask in both languages, each with a wrong answer."""
    targets = []
    for subtask in SUBTASKS:
        for index in range(per_subtask):
            for language, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
                problem, twin = (
                    draw_problem(
                        subtask,
                        seed=SEED,
                        split="train",
                        level=1 + index % 3,
                        index=index,
                        language=spoken,
                    )
                    for spoken in (language, other)
                )
                targets.append(Target(problem=problem, other=twin, wrong=wrong_answer(problem.answer)))
    return targets


def attack(target: Target, params: RewardParams) -> Iterator[Value]:
    """What every honest output and every attack earns; each attack among the honest outputs as siblings."""
    honest = {name: write(target) for name, write in HONEST.items()}
    value = partial(
        Value,
        problem=target.problem.prompt,
        subtask=target.problem.subtask,
        read=_is_read(target, honest[WORKED], params),
    )
    earned = _score(target, list(honest.values()), params)
    yield from (value(output=name, earned=values) for name, values in zip(honest, earned, strict=True))
    siblings = [honest[name] for name in SIBLINGS]
    for name, one in ATTACKS.items():
        yield value(output=name, earned=_score(target, [one.write(target), *siblings], params)[0])


def _is_read(target: Target, worked: str, params: RewardParams) -> bool:
    """By our own components, whatever stands in the table that is audited."""
    (rollout,) = read_rollouts([target.problem.prompt], [worked], [target.right], [len(worked)])
    return min(logic(rollout, params), coherence(rollout, params)) >= READ


def judge_values(values: Sequence[Value]) -> list[Finding]:
    """Every breach of the rules, the worst problem for each attack and reward."""
    found: dict[tuple[str, str, str], Finding] = {}
    for problem in dict.fromkeys(value.problem for value in values):
        own = [value for value in values if value.problem == problem]
        for finding in _of_problem(problem, {value.output: value.earned for value in own}, own[0].read):
            key = (finding.rule, finding.attack, finding.reward)
            worst = found.get(key)
            if worst is None or finding.value - finding.allowed > worst.value - worst.allowed:
                found[key] = finding
    return [*found.values(), *_aims([value for value in values if value.read])]


def mean_of(values: Sequence[Value], output: str, reward: str) -> float:
    """What an output earned on average over the problems."""
    earned = [value.earned[reward] for value in values if value.output == output]
    return sum(earned) / len(earned)


def _score(target: Target, texts: Sequence[str], params: RewardParams) -> list[dict[str, float]]:
    prompts, references = [target.problem.prompt] * len(texts), [target.right] * len(texts)
    rollouts = read_rollouts(prompts, texts, references, [len(text) or 1 for text in texts])
    found = measure(rollouts, params)
    totals = {kind: total(rollouts, found, params) for kind, total in TOTALS.items()}
    return [
        {**parts, **{f"total/{kind}": scores[n].total for kind, scores in totals.items()}}
        for n, parts in enumerate(found)
    ]


def _unread(values: Sequence[Value]) -> dict[str, float]:
    found: dict[str, list[bool]] = {}
    for value in values:
        if value.output == WORKED:
            found.setdefault(value.subtask, []).append(not value.read)
    return {subtask: round(fmean(unread), 4) for subtask, unread in found.items() if any(unread)}


def _of_problem(problem: str, earned: dict[str, dict[str, float]], read: bool) -> Iterator[Finding]:
    def check(rule: str, name: str, reward: str, allowed: float) -> Iterator[Finding]:
        value = earned[name][reward]
        if value > allowed + SLACK:
            yield Finding(
                rule=rule, attack=name, reward=reward, value=value, allowed=allowed, problem=problem
            )

    attacks = {name: one for name, one in ATTACKS.items() if read or not one.right}
    for kind in TOTALS:
        total = f"total/{kind}"
        most_wrong = max(0.0, *(earned[name][total] for name in WRONG))
        for name, one in attacks.items():
            yield from check("total", name, total, earned[WORKED][total] if one.right else most_wrong)
        if read:
            yield from check("order", "right, short", total, earned[WORKED][total])
        for name in WRONG:
            yield from check("order", name, total, earned["right, short"][total] - 2 * SLACK)
    for component in COMPONENTS if read else ():
        most = max(earned[name][component] for name in HONEST if name.startswith("right"))
        for name in ATTACKS:
            yield from check("component", name, component, most)


def _aims(values: Sequence[Value]) -> Iterator[Finding]:
    for name, one in ATTACKS.items():
        for component in one.hits if values else ():
            value = mean_of(values, name, component)
            allowed = mean_of(values, WORKED, component) - AIM_MARGIN
            if value > allowed:
                yield Finding(
                    rule="aim", attack=name, reward=component, value=value, allowed=allowed, problem=""
                )
