"""Generators of problems with provable steps and answers.

A subtask is one entry of `SUBTASKS`: how a proof is drawn, how its claims are checked from their text,
and how each language words it. To add one: a file here, a line below, a row in the tests.

Whether a proof belongs to evaluation is decided by the hash of the subtask and its canonical parameters,
not by the seed: a proof that evaluation may draw is never drawn for training under any seed, index,
phrasing or language.
"""

from typing import Literal

from tasks.errors import ConfigError, DataError
from tasks.problems import algebra, arithmetic, claims, fractions, logic, measurement, number_theory
from tasks.problems.proof import STEP_COUNTS, Subtask, proof_digest, render, split_of
from tasks.records import Problem, Step, level_of, problem_id
from tasks.seeds import rng_for

SUBTASKS: dict[str, Subtask] = {
    "arithmetic.chain": arithmetic.CHAIN,
    "algebra.linear": algebra.LINEAR,
    "number_theory.modular": number_theory.MODULAR,
    "number_theory.gcd": number_theory.GCD,
    "fractions.chain": fractions.CHAIN,
    "measurement.percent": measurement.PERCENT,
    "measurement.units": measurement.UNITS,
    "logic.propositional": logic.PROPOSITIONAL,
}
"""Name -> generator, checker and words."""

DOMAINS: tuple[str, ...] = tuple(dict.fromkeys(name.partition(".")[0] for name in SUBTASKS))
"""Domains of the subtasks, in their order."""

LANGUAGES: tuple[Literal["en", "zh"], ...] = ("en", "zh")
"""Languages every subtask is worded in."""


def draw_problem(
    subtask: str,
    *,
    seed: int,
    split: Literal["train", "eval"],
    level: int,
    index: int,
    language: Literal["en", "zh"],
) -> Problem:
    """The problem at `index` of the stream (seed, subtask, split, level).

    The same arguments give the same problem, and the two languages of an index give the same proof.
    Different indices may give the same proof: small levels have few. `provenance["proof"]` names it.

    Raises:
        ConfigError: no such subtask or level.
    """
    spec = _subtask(subtask)
    if level not in STEP_COUNTS:
        raise ConfigError(f"level {level}: no such level; choose one of {list(STEP_COUNTS)}")
    rng = rng_for(seed, "problems", subtask, split, level, index)
    proof = spec.draw(rng, rng.choice(STEP_COUNTS[level]))
    while split_of(subtask, proof.key) != split:
        proof = spec.draw(rng, rng.choice(STEP_COUNTS[level]))
    prompt, solution = render(proof, spec.wording[language], language=language, phrasing=rng.randrange(2**16))
    return Problem(
        problem_id=problem_id(prompt),
        domain=subtask.partition(".")[0],
        subtask=subtask,
        level=level_of(len(proof.steps)),
        language=language,
        prompt=prompt,
        answer=proof.answer,
        steps=tuple(Step(rule=step.rule, claim=step.claim, output=step.output) for step in proof.steps),
        solution=solution,
        source="synthetic",
        licence="Apache-2.0",
        split=split,
        provenance={
            "generator": subtask,
            "version": spec.version,
            "seed": str(seed),
            "index": str(index),
            "proof": proof_digest(subtask, proof.key),
        },
    )


def check_problem(problem: Problem) -> None:
    """Prove a problem again from its text: each claim by an independent route, and the answer.

    Raises:
        DataError: a claim is false, does not follow, or the answer is not what the steps yield; the
            message names the step.
    """
    where = f"{problem.problem_id} ({problem.subtask})"
    if problem.subtask not in SUBTASKS:
        raise DataError(f"{where}: no generator of this subtask; expected one of {sorted(SUBTASKS)}")
    if not problem.steps:
        raise DataError(f"{where}: a drawn problem has steps, this one has none; drop the row")
    if problem.level != level_of(len(problem.steps)):
        raise DataError(f"{where}: level {problem.level} but {len(problem.steps)} steps; drop the row")
    if problem.steps[-1].output != problem.answer:
        claims.refuse(problem, len(problem.steps), f"does not yield the answer {problem.answer[:80]!r}")
    SUBTASKS[problem.subtask].check(problem)


def _subtask(name: str) -> Subtask:
    if name not in SUBTASKS:
        raise ConfigError(f"subtask {name!r}: no such subtask; choose one of {sorted(SUBTASKS)}")
    return SUBTASKS[name]
