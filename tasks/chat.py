"""How a problem becomes text for the model, and where its answer stands in a completion.

One format everywhere (training, RL, evaluation, serving), as in DeepSeek-R1:

    <|user|>Compute 37+8-9.<|assistant|><think>37+8=45;45-9=36</think><answer>36</answer><|end|>

A completion without a think part is a short answer. The prompt ends after `<|assistant|>`.
"""

import re
from dataclasses import dataclass

from tasks.records import Problem

USER, ASSISTANT, END, PAD = "<|user|>", "<|assistant|>", "<|end|>", "<|pad|>"
THINK, END_THINK, ANSWER, END_ANSWER = "<think>", "</think>", "<answer>", "</answer>"
SPECIAL_TOKENS = (PAD, END, USER, ASSISTANT, THINK, END_THINK, ANSWER, END_ANSWER)
"""In the order of their token ids."""

_COMPLETION = re.compile(
    r"(?:<think>(?P<think>(?:(?!</?think>|</?answer>).)*)</think>)?"
    r"<answer>(?P<answer>(?:(?!</?think>|</?answer>).)+)</answer>",
    re.DOTALL,
)
_CONTROL = re.compile("|".join(re.escape(token) for token in SPECIAL_TOKENS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A completion in the strict format, taken apart."""

    think: str
    """The reasoning; empty for a short answer."""
    answer: str
    """What stands between the answer tags."""


def render_prompt(question: str) -> str:
    """The text the model continues. Control tokens inside the question are removed: it is data."""
    return f"{USER}{_without_control(question)}{ASSISTANT}"


def render_short(problem: Problem) -> str:
    """A target that answers at once; where no short answer exists, with the solution."""
    answer = problem.answer if problem.checkable else _without_control(problem.solution)
    return f"{ANSWER}{answer}{END_ANSWER}{END}"


def render_trace(problem: Problem) -> str:
    """A target that reasons first: the proof's claims, or the solution in words where there is no proof.

    A problem that is not checkable has no answer apart from its solution: its target is `render_short`.
    """
    if not problem.checkable:
        return render_short(problem)
    trace = ";".join(step.claim for step in problem.steps) if problem.steps else problem.solution
    return f"{THINK}{_without_control(trace)}{END_THINK}{ANSWER}{problem.answer}{END_ANSWER}{END}"


def parse_completion(text: str) -> Completion | None:
    """The parts of a completion in the strict format; None if it is not.

    `text` is what the model wrote, without or with a final `<|end|>`. Strict: at most one think part,
    then exactly one answer, and nothing before, between or after them but white space.
    """
    match = _COMPLETION.fullmatch(text.removesuffix(END).strip())
    if match is None:
        return None
    return Completion(think=match["think"] or "", answer=match["answer"].strip())


def _without_control(text: str) -> str:
    """`text` without control tokens; again until none is left, for removing one may join another."""
    while _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    return text
