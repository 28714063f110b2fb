"""What a generator builds: a proof, and the words that turn it into a problem.

A proof is drawn once and rendered in every language, so the English and the Chinese problem of one
index have the same steps and the same answer. `Proof.key` names the instance: draws with equal keys
are the same problem, whatever the seed, phrasing or language.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tasks.records import Problem

STEP_COUNTS: dict[int, tuple[int, ...]] = {
    1: (1, 2, 2, 2),
    2: (3, 4),
    3: (5, 6),
    4: (7, 8, 9),
    5: (10, 11, 12, 13),
}
"""Level -> numbers of steps to choose from. Proofs of one step are few, so they are drawn less often."""

EVAL_SHARE = 0.10
"""Share of all proofs that only evaluation may draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofStep:
    """One application of one rule."""

    rule: str
    """Key of the sentence in `Wording.sentences`."""
    inputs: tuple[str, ...]
    """What the rule was applied to: {0}, {1}, ... of the sentence."""
    output: str
    """The value or formula that later steps use: {output} of the sentence."""
    claim: str
    """The step in compact notation, true as written: {claim} of the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An instance with its steps and answer, in no language."""

    key: str
    """Canonical parameters; equal for equivalent instances."""
    question: Mapping[str, Mapping[str, str]]
    """Language -> values of the question templates; the language "" holds those of every language."""
    steps: tuple[ProofStep, ...]
    """At least one; their number is the level."""
    answer: str
    """Canonical answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language says the questions and rules of a subtask."""

    questions: tuple[str, ...]
    """Phrasings; one is drawn."""
    sentences: Mapping[str, str]
    """Rule -> sentence."""
    closing: str
    """Last sentence of a solution, with {answer}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtask:
    """One kind of problem."""

    draw: Callable[[Random, int], Proof]
    """(stream, number of steps) -> a proof of exactly that many steps."""
    check: Callable[[Problem], None]
    """Checks the claims of a problem from their text; raises DataError naming the step."""
    wording: Mapping[str, Wording]
    """Language -> words."""
    version: str = "1"
    """Changes when the same stream draws other problems."""


def proof_digest(subtask: str, key: str) -> str:
    """16 hex digits that name the proof, whatever its seed, phrasing or language."""
    return hashlib.sha256(f"{subtask}\x1f{key}".encode()).hexdigest()[:16]


def split_of(subtask: str, key: str) -> str:
    """`eval` for about a tenth of all proofs, else `train`: decided by the proof alone."""
    return "eval" if int(proof_digest(subtask, key)[:8], 16) < EVAL_SHARE * 2**32 else "train"


def render(proof: Proof, wording: Wording, *, language: str, phrasing: int) -> tuple[str, str]:
    """The prompt and the worked solution of `proof` in the words of `language`."""
    values = {**proof.question.get("", {}), **proof.question.get(language, {})}
    prompt = wording.questions[phrasing % len(wording.questions)].format_map(values)
    sentences = [
        wording.sentences[step.rule].format(*step.inputs, output=step.output, claim=step.claim)
        for step in proof.steps
    ]
    sentences.append(wording.closing.format(answer=proof.answer))
    return prompt, (" " if language == "en" else "").join(sentences)
