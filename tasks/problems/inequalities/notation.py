"""Signs, intervals and words that all inequalities share."""

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tasks.problems.proof import ProofStep

SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
PARTS = re.compile(r"(<=|>=|<|>)")


def rule_step(rule: str, claim: str, *said: str) -> ProofStep:
    """A step whose result is the last part of its claim."""
    return ProofStep("", "", claim.rpartition(",")[2], rule, claim=claim, said=said)


def ray(sign: str, end: int | Fraction) -> str:
    """`x<=4` as an interval, `(-inf,4]`."""
    if sign[0] == "<":
        return f"(-inf,{end}" + ("]" if sign == "<=" else ")")
    return ("[" if sign == ">=" else "(") + f"{end},inf)"


def solved_step(step: ProofStep, answer: str) -> ProofStep:
    """The step with the answer as its result."""
    return step._replace(value=answer)


ORDER = ("<", "<=", ">", ">=")
NOT_ZERO = {size: tuple(n for n in range(-size, size + 1) if n) for size in (5, 6, 9, 12, 20, 30, 60)}
RULES_EN = {
    "expand": "Expand {0}: {claim}.",
    "combine": "Combine like terms: {claim}.",
    "subtract": "Subtract {0} from both sides: {claim}.",
    "add": "Add {0} to both sides: {claim}.",
    "divide": "Divide both sides by {0}: {claim}.",
    "flip": "Divide both sides by {0}, which reverses the inequality sign: {claim}.",
    "move": "Bring everything to one side: {claim}.",
    "divide_out": "x={0} is a zero, so split off its factor: {claim}.",
    "factor": "Factor: {claim}.",
    "zeros": "The factors vanish at {0}.",
    "probe": "On ({0},{1}) try x={2}: {claim}.",
    "answer": "The inequality holds on {claim}.",
    "collect": "In inequality {0}, collect x on the left: {claim}.",
    "isolate": "Collect the numbers of inequality {0} on the right: {claim}.",
    "intersect": "What they have in common is {claim}.",
    "isolate_abs": "Isolate the absolute value: {claim}.",
    "inside": "The inside lies between these numbers: {claim}.",
    "shift": "Move the number to both ends: {claim}.",
    "solve": "So {claim}.",
    "above": "If the inside is positive: {claim}.",
    "below": "If the inside is negative: {claim}.",
    "unite": "Together: {claim}.",
}
RULES_ZH = {
    "expand": "展开{0}：{claim}。",
    "combine": "合并同类项：{claim}。",
    "subtract": "两边同时减去{0}：{claim}。",
    "add": "两边同时加上{0}：{claim}。",
    "divide": "两边同时除以{0}：{claim}。",
    "flip": "两边同时除以{0}，不等号方向改变：{claim}。",
    "move": "移项并整理：{claim}。",
    "divide_out": "x={0}是一个零点，分离出相应的因式：{claim}。",
    "factor": "因式分解：{claim}。",
    "zeros": "各因式的零点为{0}。",
    "probe": "在区间({0},{1})内取x={2}：{claim}。",
    "answer": "所以解集为{claim}。",
    "collect": "第{0}个不等式移项：{claim}。",
    "isolate": "第{0}个不等式移常数项：{claim}。",
    "intersect": "取公共部分，得{claim}。",
    "isolate_abs": "移项：{claim}。",
    "inside": "去绝对值：{claim}。",
    "shift": "各边移项：{claim}。",
    "solve": "于是{claim}。",
    "above": "若绝对值内为正：{claim}。",
    "below": "若绝对值内为负：{claim}。",
    "unite": "合并得{claim}。",
}
ASK_EN = (
    "Solve {inequality}. Give the solution as an interval or a union of intervals.",
    "For which real x is {inequality}? Answer in interval notation.",
    "Write the solution set of {inequality} in interval notation.",
)
ASK_ZH = (
    "解不等式{inequality}，结果用区间表示。",
    "求不等式{inequality}的解集，用区间表示。",
    "x取哪些实数时，{inequality}成立？用区间作答。",
)
