"""Generators of problems with provable steps and answers.

A *subtask* is one entry of `SUBTASKS`: a few *templates*, of which at least one is held out from training.
A template has a parameter space, a function from parameters to a proof, an independent oracle, and words in
English and Chinese. Position i of a stream (seed, subtask, split, level) is a proof of its own: no
duplicates, any slice without the others. `tasks/problems/motion.py` is the example to imitate.

To add a subtask: a file here (or a package, one file for each family of templates), a line in `SUBTASKS`, and
its rows in the tests appear by themselves.

1. Write `build(*parameters) -> Proof`: the givens, then one `ProofStep` for each application of one rule.
   Start from the answer where that avoids awkward numbers; what cannot be avoided returns None, and the
   template says so with `holes`. The number of steps is that of the box: levels are 1-2, 3-4, 5-6, 7-9 and
   10 or more steps. Every result but the last is used by a later step.
2. Give each step a `formula` over the names of givens and earlier results, and calculate its value in Python.
   The checker evaluates the formula (`tasks.problems.evaluate`), so neither can be wrong unnoticed. Where no
   formula can say it (equations, entailments, matrices), write the `claim` and a `check` that proves claims
   from their text.
3. Write the `oracle`: from the givens to the answer by another way than the steps (energy instead of
   kinematics, enumeration instead of a formula, period by period instead of a closed form).
4. Choose `boxes` of at least 10,000 points each where the mathematics allows it, and `wide` ones with larger
   numbers that no box of training holds. Use `Choices` where order does not matter: two points must never be
   the same problem. What changes only the look (names, order, letters) is `cast` or `rng`, not a parameter.
5. Tell it in at least two ways in each language, one fact per sentence, the question last, with the unit of
   the answer. Give every subtask two templates or more, one of them `heldout=True`.
6. Run `pytest tests/unit/problems -k yours`. The first run writes `tests/golden/problems/SUBTASK.json`;
   delete it when a change is meant, and raise the subtask's version. Then read twenty problems of each
   level in both languages: `python -m tasks.problems SUBTASK --level 3`.
"""

from functools import lru_cache
from typing import Literal

from tasks.errors import ConfigError, DataError
from tasks.problems import (
    algebra,
    analytic,
    arithmetic,
    averages,
    circuits,
    counting,
    derivative,
    energy,
    equivalence,
    fractions,
    inequalities,
    integral,
    interest,
    limits,
    linear_systems,
    logic,
    matrices,
    micro,
    mistakes,
    motion,
    number_theory,
    percent,
    plane,
    polynomials,
    probability,
    puzzles,
    quadratics,
    rates,
    set_algebra,
    solid,
    syllogism,
    trigonometry,
    units,
)
from tasks.problems.checking import check_proof
from tasks.problems.proof import Subtask
from tasks.problems.render import render
from tasks.problems.streams import STREAMS, Drawn, Stream, Survey, adopt_survey, draw, stream_size, survey_of
from tasks.records import Problem, level_of, problem_id

__all__ = [
    "DOMAINS",
    "LANGUAGES",
    "LEVELS",
    "STREAMS",
    "SUBTASKS",
    "Drawn",
    "Stream",
    "Survey",
    "adopt_survey",
    "check_problem",
    "count_proofs",
    "draw_problem",
    "draw_proof",
    "survey_stream",
]

SUBTASKS: dict[str, Subtask] = {
    "arithmetic.chain": arithmetic.CHAIN,
    "arithmetic.fractions": fractions.FRACTIONS,
    "arithmetic.percent": percent.PERCENT,
    "arithmetic.rates": rates.RATES,
    "algebra.linear": algebra.LINEAR,
    "algebra.quadratic": quadratics.QUADRATIC,
    "algebra.inequality": inequalities.INEQUALITY,
    "algebra.polynomial": polynomials.POLYNOMIAL,
    "linear_algebra.system": linear_systems.SYSTEM,
    "linear_algebra.matrix": matrices.MATRIX,
    "number_theory.modular": number_theory.MODULAR,
    "number_theory.gcd": number_theory.GCD,
    "logic.propositional": logic.PROPOSITIONAL,
    "logic.syllogism": syllogism.SYLLOGISM,
    "logic.puzzles": puzzles.PUZZLES,
    "logic.errors": mistakes.MISTAKES,
    "logic.equivalence": equivalence.EQUIVALENCE,
    "logic.sets": set_algebra.SETS,
    "calculus.derivative": derivative.DERIVATIVE,
    "calculus.integral": integral.INTEGRAL,
    "calculus.limit": limits.LIMITS,
    "geometry.plane": plane.PLANE,
    "geometry.solid": solid.SOLID,
    "trigonometry.values": trigonometry.VALUES,
    "trigonometry.analytic": analytic.ANALYTIC,
    "combinatorics.counting": counting.COUNTING,
    "probability.basic": probability.BASIC,
    "probability.statistics": averages.STATISTICS,
    "physics.units": units.UNITS,
    "physics.motion": motion.MOTION,
    "physics.energy": energy.ENERGY,
    "physics.circuits": circuits.CIRCUITS,
    "economics.interest": interest.INTEREST,
    "economics.micro": micro.MICRO,
}
"""Name -> templates."""

DOMAINS: tuple[str, ...] = tuple(dict.fromkeys(name.partition(".")[0] for name in SUBTASKS))
"""Domains of the subtasks, in their order."""

LEVELS: tuple[int, ...] = (1, 2, 3, 4, 5)
"""Difficulty by the number of steps: 1-2, 3-4, 5-6, 7-9, 10 and more."""

LANGUAGES: tuple[Literal["en", "zh"], ...] = ("en", "zh")
"""Languages every subtask is worded in."""


def draw_problem(
    subtask: str,
    *,
    seed: int,
    split: Stream,
    level: int,
    index: int,
    language: Literal["en", "zh"],
) -> Problem:
    """The problem at `index` of the stream (seed, subtask, split, level).

    The same arguments give the same problem, and the two languages of an index tell the same proof.
    Different indices give different proofs; `provenance["proof"]` names them. The probes
    `heldout_template` and `extrapolate` are rows of the split `eval`, and `provenance["stream"]` tells.

    Raises:
        ConfigError: no such subtask or level; a SpaceExhaustedError if the stream ends before `index`.
    """
    drawn = draw_proof(subtask, seed=seed, split=split, level=level, index=index)
    worded = render(drawn.template, drawn.proof, language=language, surface=drawn.surface)
    return Problem(
        problem_id=problem_id(worded.prompt),
        domain=subtask.partition(".")[0],
        subtask=subtask,
        level=level_of(len(worded.steps)),
        language=language,
        prompt=worded.prompt,
        answer=worded.answer,
        answer_type=drawn.proof.kind,
        answer_unit=worded.steps[-1].unit,
        givens=worded.givens,
        steps=worded.steps,
        solution=worded.solution,
        source="synthetic",
        licence="Apache-2.0",
        split="train" if split == "train" else "eval",
        provenance={
            "generator": subtask,
            "template": drawn.template.name,
            "version": SUBTASKS[subtask].version,
            "stream": split,
            "seed": str(seed),
            "index": str(index),
            "proof": drawn.digest,
        },
    )


@lru_cache(16)  # the other language of an index comes next, as a rule
def draw_proof(subtask: str, *, seed: int, split: Stream, level: int, index: int) -> Drawn:
    """The proof at `index` of a stream, in no language: what transforms work on.

    Raises:
        ConfigError: as `draw_problem`.
    """
    return draw(subtask, _subtask(subtask, split, level), seed=seed, split=split, level=level, index=index)


def count_proofs(subtask: str, *, split: Stream, level: int) -> int:
    """How many different proofs the streams of a subtask, split and level have.

    Raises:
        ConfigError: no such subtask, split or level.
    """
    return stream_size(subtask, _subtask(subtask, split, level), split=split, level=level)


def survey_stream(subtask: str, *, split: Stream, level: int) -> Survey:
    """What `count_proofs` and the first draw of a stream have to find out, for other processes to adopt.

    Raises:
        ConfigError: no such subtask, split or level.
    """
    return survey_of(subtask, _subtask(subtask, split, level), split=split, level=level)


def check_problem(problem: Problem) -> None:
    """Prove a problem again from its text: each claim by an independent route, and the answer.

    Raises:
        DataError: a claim is false, does not follow, or the answer is not what the steps yield; the
            message names the step.
    """
    if problem.subtask not in SUBTASKS:
        raise DataError(
            f"{problem.problem_id} ({problem.subtask}): no generator of this subtask; expected one of "
            f"{sorted(SUBTASKS)}"
        )
    check_proof(problem, SUBTASKS[problem.subtask])


def _subtask(name: str, split: str, level: int) -> Subtask:
    if name not in SUBTASKS:
        raise ConfigError(f"subtask {name!r}: no such subtask; choose one of {sorted(SUBTASKS)}")
    if level not in LEVELS:
        raise ConfigError(f"level {level}: no such level; choose one of {list(LEVELS)}")
    if split not in STREAMS:
        raise ConfigError(f"split {split!r}: no such split; choose one of {list(STREAMS)}")
    return SUBTASKS[name]
