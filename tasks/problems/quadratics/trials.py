"""Steps, words and trials of equations whose solving may add a root."""

from fractions import Fraction
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import in_brackets, roots_text
from tasks.problems.proof import ProofStep
from tasks.problems.symbolic_check import check_equations, difference
from tasks.records import Problem


def ratio(top: int, bottom: int) -> int | Fraction:
    """The quotient, whole if it can be."""
    value = Fraction(top, bottom)
    return value if value.denominator > 1 else value.numerator


def rule_step(rule: str, claim: str, *said: str) -> ProofStep:
    """A step whose result is the last part of its claim."""
    return ProofStep("", "", claim.rpartition(",")[2], rule, claim=claim, said=said)


def value_text(a: int, b: int, x: int) -> str:
    """`ax+b` with a number put in."""
    shown = in_brackets(x)
    product = shown if a == 1 else f"{a}*{shown}"
    return f"{product}{b:+}" if b else product


def check_solved(problem: Problem) -> None:
    """Every equation holds at what is found next."""
    check_equations(problem)


def check_tried(problem: Problem) -> None:
    """Every equation holds at what is found next, and the answer is what passes the trial."""
    equation = problem.givens[0].value
    found = check_equations(problem)
    kept = [x for x in found if _holds(equation, x)]
    if roots_text([Fraction(x) for x in kept]) != problem.answer:
        refuse(problem, 0, f"of {found}, {kept} satisfy {equation[:80]}")
    for number, step in enumerate(problem.steps, start=1):
        if step.rule in ("accept", "reject"):
            left, right = (evaluate(part.split("=")[1]) for part in step.claim.split(","))
            if (left == right) != (step.rule == "accept"):
                refuse(problem, number, f"does not {step.rule} anything")


def _holds(equation: str, x: Any) -> bool:
    return not difference(equation, x)


ASK_EN = ("Solve {equation}.", "Find all real solutions of {equation}.", "For which real x is {equation}?")
ASK_ZH = ("解方程：{equation}。", "求方程{equation}的所有实数解。", "x为何实数时，{equation}成立？")
RULES_EN = {
    "move": "Bring everything to one side: {claim}.",
    "divide": "Divide by {0}: {claim}.",
    "factor": "Factor: {claim}.",
    "roots": "So {claim}.",
    "accept": "Try x={0}: {claim}. Both sides agree.",
    "reject": "Try x={0}: {claim}. The sides differ, so it is rejected.",
    "answer": "What remains is {claim}.",
}
RULES_ZH = {
    "move": "移项并整理：{claim}。",
    "divide": "两边同时除以{0}：{claim}。",
    "factor": "因式分解：{claim}。",
    "roots": "于是{claim}。",
    "accept": "检验x={0}：{claim}，左右两边相等。",
    "reject": "检验x={0}：{claim}，左右两边不等，舍去。",
    "answer": "所以方程的解为{claim}。",
}
