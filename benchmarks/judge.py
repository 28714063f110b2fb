"""How fast the judge is, beside Math-Verify on the same rows in the same run, on one core.

    python -m benchmarks.judge [--quick]

The rows are made here from a fixed seed: word problems with worked solutions, chat format, fractions,
LaTeX expressions, sets and intervals, units, Chinese, multiple choice; a third of the answers are wrong.
The last line is JSON: verdicts_per_s, math_verify_per_s, ratio, worst_s.
"""

import argparse
import json
import logging
import random
import statistics
import time
from collections.abc import Callable

from tasks.verify import judge_many
from tasks.verify.grade import judge_here

Row = tuple[str, str]


def make_rows(count: int, seed: int = 7) -> list[Row]:
    """(reference, completion) pairs in a mix like that of training and evaluation."""
    draw = random.Random(seed)
    kinds, weights = zip(*_KINDS, strict=True)
    return [draw.choices(kinds, weights)[0](draw) for _ in range(count)]


def _off(draw: random.Random, value: int) -> int:
    return value if draw.random() < 0.67 else value + draw.choice([-10, -1, 1, 2, 7])


def _chat(draw: random.Random) -> Row:
    a, b, c = (draw.randint(2, 999) for _ in range(3))
    return (
        str(a + b - c),
        f"<think>{a}+{b}={a + b};{a + b}-{c}={a + b - c}</think><answer>{_off(draw, a + b - c)}</answer><|end|>",
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
    (_chat, 25), (_solution, 30), (_fraction, 10), (_expression, 10), (_structure, 8), (_unit, 5), (_chinese, 7), (_choice, 5),
]  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rows")
    quick = parser.parse_args().quick
    rows = make_rows(5_000 if quick else 40_000)
    judge_here("\\sqrt{2}", "\\sqrt{3}")
    seconds = _timed(lambda row: judge_here(*row), rows)
    rate = len(rows) / sum(seconds)
    print(f"own judge, one core: {rate:,.0f} verdicts/s, {_quantiles(seconds)}")
    began = time.perf_counter()
    judge_many(rows, second_opinion=False)
    print(
        f"judge_many, all workers, start included: {len(rows) / (time.perf_counter() - began):,.0f} verdicts/s"
    )
    sample = rows[: 150 if quick else 1_500]
    theirs = _timed(_math_verify(), sample)
    other = len(sample) / sum(theirs)
    print(f"Math-Verify, one core: {other:,.1f} verdicts/s, {_quantiles(theirs)}")
    result = {
        "verdicts_per_s": round(rate),
        "math_verify_per_s": round(other, 1),
        "ratio": round(rate / other, 1),
    }
    print(json.dumps({**result, "worst_s": round(max(seconds), 4)}))


def _timed(function: Callable[[Row], object], rows: list[Row]) -> list[float]:
    seconds = []
    for row in rows:
        began = time.perf_counter()
        function(row)
        seconds.append(time.perf_counter() - began)
    return seconds


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
