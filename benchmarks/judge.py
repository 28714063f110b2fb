"""How fast the judge is, beside Math-Verify on the same rows in the same run, on one core.

    python -m benchmarks.judge [--quick]

The rows are made here from a fixed seed: word problems with worked solutions, chat format, fractions,
LaTeX expressions, sets and intervals, units, Chinese, multiple choice; a third of the answers are wrong.
Among the first are Math-Verify's own cases, one of four; the ratio is measured on a sample from the
front. The pairs of our tests are timed apart: they grow with the judge and are no picture of its work.
Rates are per second of processor time, and the graders take turns, so that other programs on the machine
count little.
The last line is JSON: verdicts_per_s, math_verify_per_s, ratio, steps_per_s, worst_s.
"""

import argparse
import gc
import json
import logging
import random
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tasks.verify import check_steps, judge_many
from tasks.verify.grade import judge_here

Row = tuple[str, str]
_BLOCK = 500
"""Rows that one grader judges before the other has its turn: what else runs then slows both alike."""


def make_rows(count: int, seed: int = 7) -> list[Row]:
    """(reference, completion) pairs in a mix like that of training and evaluation."""
    draw = random.Random(seed)
    kinds, weights = zip(*_KINDS, strict=True)
    rows = [draw.choices(kinds, weights)[0](draw) for _ in range(count)]
    return [(reference, _working(draw) + text if "<think>" not in text else text) for reference, text in rows]


def golden_pairs(name: str) -> list[Row]:
    """The pairs of a file of the tests, in a fixed random order."""
    path = Path(__file__).resolve().parents[1] / "tests" / "golden" / name
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    records = [row for line in lines for row in line.get("rows", [line]) if "reference" in row]
    random.Random(3).shuffle(records)
    return [(record["reference"], record["completion"]) for record in records]


def mixed_rows(count: int) -> list[Row]:
    """Rows as in training and evaluation; one of four is a case of Math-Verify's own, while these last."""
    made = make_rows(count)
    cases = iter(golden_pairs("judge_math_verify.jsonl"))
    return [row for at in range(0, count, 3) for row in (*made[at : at + 3], *islice(cases, 1))]


def _working(draw: random.Random) -> str:
    """Some lines of reasoning before the answer, as models write them."""
    lines = []
    for _ in range(draw.randint(0, 6)):
        a, b = draw.randint(2, 99), draw.randint(2, 99)
        line = draw.choice(_LINES)
        lines.append(line.format(a=a, b=b, sum=a + b, product=a * b))
    return "\n".join([*lines, ""])


_LINES = [
    "First, we set up the equation $x + {a} = {sum}$, so $x = {b}$.",
    "Multiplying both sides by {a} gives \\[ {a} \\cdot {b} = {product}. \\]",
    "By the formula for the area, $A = \\frac{{1}}{{2}} \\cdot {a} \\cdot {b} = \\frac{{{product}}}{{2}}$.",
    "Step 2: the total is {a} + {b} = {sum}.",
    "Since $\\sqrt{{{a}^2}} = {a}$, the expression becomes $\\frac{{{a}x + {b}}}{{x^2 - {a}}}$.",
    "Now substitute back and simplify the terms carefully before going on to the next step.",
    "**Check:** ${product} \\div {a} = {b}$, which agrees with what we found.",
]


def _off(draw: random.Random, value: int) -> int:
    return value if draw.random() < 0.67 else value + draw.choice([-10, -1, 1, 2, 7])


def _chat(draw: random.Random) -> Row:
    a, b, c = (draw.randint(2, 999) for _ in range(3))
    return (
        str(a + b - c),
        f"<think>{a}+{b}={a + b};{a + b}-{c}={a + b - c}</think>"
        f"<answer>{_off(draw, a + b - c)}</answer><|end|>",
    )


def _solution(draw: random.Random) -> Row:
    a, b = draw.randint(2, 99), draw.randint(2, 99)
    text = f"There are {a} boxes.\nEach holds {b} pens, so {a} * {b} = {a * b} pens.\n"
    end = draw.choice(
        [
            "#### {}",
            "The answer is {}.",
            "So the answer is \\boxed{{{}}}.",
            "**Answer:** {}",
            "She has {} pens in total.",
        ]
    )
    return str(a * b), text * draw.randint(1, 4) + end.format(_off(draw, a * b))


def _fraction(draw: random.Random) -> Row:
    a, b, k = draw.randint(1, 60), draw.choice([2, 4, 5, 8, 10, 16, 20, 25]), draw.randint(1, 5)
    given = draw.choice(
        [f"{a * k}/{b * k}", f"\\frac{{{a * k}}}{{{b * k}}}", f"{a / b}", f"{100 * a / b}\\%"]
    )
    return f"\\frac{{{_off(draw, a)}}}{{{b}}}", f"Hence the probability is $\\boxed{{{given}}}$."


def _expression(draw: random.Random) -> Row:
    a, b, n = draw.randint(2, 30), draw.randint(2, 30), draw.choice([2, 3, 5, 7])
    pairs = [
        (f"{a}\\sqrt{{{n}}}", f"\\sqrt{{{_off(draw, a * a * n)}}}"),
        (f"(x+{a})(x-{b})", f"x^2+{a - b}x-{_off(draw, a * b)}".replace("+-", "-")),
        (f"\\frac{{{a}\\pi}}{{{b}}}", f"{a}\\pi/{_off(draw, b)}"),
        (f"y={a}x+{b}", f"{a}x-y+{_off(draw, b)}=0"),
        (f"{a}x^2+{b}x", f"x({a}x+{_off(draw, b)})"),
    ]
    reference, answer = draw.choice(pairs)
    return f"${reference}$", f"Simplifying, we get\n\\[\n\\boxed{{{answer}}}\n\\]"


def _structure(draw: random.Random) -> Row:
    a, b = draw.randint(-30, 0), draw.randint(1, 40)
    pairs = [
        (f"({a}, {b})", f"({a},{_off(draw, b)})"),
        (f"[{a},{b})", f"{a} \\le x < {_off(draw, b)}"),
        (f"\\{{{a},{b}\\}}", f"\\{{{_off(draw, b)},{a}\\}}"),
        (f"x={a} \\text{{ or }} x={b}", f"{b},{_off(draw, a)}"),
        (f"(-\\infty,{a})\\cup({b},\\infty)", f"x<{a} \\text{{ or }} x>{_off(draw, b)}"),
    ]
    reference, answer = draw.choice(pairs)
    return f"${reference}$", f"The final answer is ${answer}$."


def _unit(draw: random.Random) -> Row:
    a = draw.randint(2, 900)
    answer = draw.choice(
        [f"{_off(draw, a)} cm", f"{a * 10} mm", f"{a / 100} m", f"{a}\\text{{ cm}}", f"{_off(draw, a)}"]
    )
    return f"{a} cm", f"The length of the side is $\\boxed{{{answer}}}$"


def _chinese(draw: random.Random) -> Row:
    a, b = draw.randint(2, 99), draw.randint(2, 99)
    head = f"解：由题意得 ${a}+{b}={a + b}$，"
    end = draw.choice(["故答案为：{}．", "答：一共有{}个。", "所以答案是{}", "【答案】{}", "故选：B"])
    return ("B" if "B" in end else str(a + b)), head + end.format(_off(draw, a + b))


def _choice(draw: random.Random) -> Row:
    right, given = draw.choice("ABCD"), draw.choice("ABCD")
    return right, f"We compare the options one by one. The correct answer is ({given})."


_KINDS: list[tuple[Callable[[random.Random], Row], int]] = [
    (_chat, 25), (_solution, 30), (_fraction, 10), (_expression, 10), (_structure, 8), (_unit, 5),
    (_chinese, 7), (_choice, 5),
]  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rows")
    quick = parser.parse_args().quick
    rows = mixed_rows(4_000 if quick else 39_000)
    num_sample = 300 if quick else 1_200
    other = _math_verify()
    _side_by_side([*make_rows(200, seed=9), ("\\sqrt{2}", "\\sqrt{3}")], other)  # both warm, as in a long run
    gc.collect()
    gc.freeze()  # else each grader pays for walks through the objects that SymPy's import left
    cpu, other_cpu, seconds, other_seconds = _side_by_side(rows[:num_sample], other)
    rate = len(rows) / (cpu + _timed(lambda row: judge_here(*row), rows[num_sample:], seconds))
    ratio = other_cpu / cpu
    print(f"own judge, one core: {rate:,.0f} verdicts/s, {_quantiles(seconds)}")
    print(f"Math-Verify, one core: {num_sample / other_cpu:,.1f} verdicts/s, {_quantiles(other_seconds)}")
    own = _side_by_side(golden_pairs("judge_pairs.jsonl")[: num_sample // 3], other)
    print(f"on pairs of our tests, short and odd on purpose: {own[1] / own[0]:.1f} times Math-Verify")
    began = time.perf_counter()
    judge_many(rows, second_opinion=False)
    many = len(rows) / (time.perf_counter() - began)
    print(f"judge_many, all workers, start included: {many:,.0f} verdicts/s")
    trace = ";".join(f"{n}+{n * 7 % 91}={n + n * 7 % 91}" for n in range(10, 110))
    cpu = time.process_time()
    claims = sum(len(check_steps(trace.replace("1", str(n % 9 + 1))).claims) for n in range(60))
    steps = claims / (time.process_time() - cpu)
    print(f"step checker, one core: {steps:,.0f} claims/s")
    result = {"verdicts_per_s": round(rate), "math_verify_per_s": round(num_sample / other_cpu, 1)}
    result |= {"ratio": round(ratio, 1), "steps_per_s": round(steps), "worst_s": round(max(seconds), 4)}
    print(json.dumps(result))


def _side_by_side(
    sample: list[Row], other: Callable[[Row], object]
) -> tuple[float, float, list[float], list[float]]:
    """Processor seconds of both graders on the same rows, in turns, and the seconds of each row."""
    seconds, other_seconds = list[float](), list[float]()
    cpu = other_cpu = 0.0
    for start in range(0, len(sample), _BLOCK):
        block = sample[start : start + _BLOCK]
        cpu += _timed(lambda row: judge_here(*row), block, seconds)
        other_cpu += _timed(other, block, other_seconds)
    return cpu, other_cpu, seconds, other_seconds


def _timed(function: Callable[[Row], object], rows: list[Row], seconds: list[float]) -> float:
    """Processor seconds for all rows; what each took by the clock is appended."""
    cpu = time.process_time()
    for row in rows:
        began = time.perf_counter()
        function(row)
        seconds.append(time.perf_counter() - began)
    return time.process_time() - cpu


def _quantiles(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100)
    return f"median {cuts[49] * 1e3:.3f} ms, p99 {cuts[98] * 1e3:.3f} ms, worst {max(seconds) * 1e3:.1f} ms"


def _math_verify() -> Callable[[Row], object]:
    logging.disable(logging.WARNING)
    from math_verify import parse, verify

    def run(row: Row) -> object:
        reference, completion = row
        gold = reference if "$" in reference else f"${reference}$"
        return verify(parse(gold), parse(completion))

    run(("1", "$1$"))
    return run


if __name__ == "__main__":
    main()
