"""How well and how fast the step checker checks, on one core.

    python -m benchmarks.steps [--quick] [--gsm8k FILE]

Made here from fixed seeds: calculations explained in named parts and drawn proofs, each with one planted
mistake, for the share located exactly; correct proofs of every subtask and language, compact and in words,
for false alarms; prose with one claim in three sentences for the rate; hostile traces of 100,000
characters for the worst time. With --gsm8k FILE its annotations and its prose are checked too. Rates are
per second of processor time.
The last line is JSON: claims_per_s, located_share, false_alarms, worst_s.
"""

import argparse
import json
import random
import statistics
import time
from pathlib import Path

from benchmarks.step_traces import Planted, corrupted_proofs, planted_traces
from tasks.problems import LANGUAGES, SUBTASKS, draw_problem
from tasks.verify import StepVerdict, check_steps

HOSTILE = (
    "1+", "=", "x=", "\\[", "$", "(", "9**9**9=1;", "1 x 2 ", "(x+y+z)^9=(x-y)^8;", "900!=1;", "2^9000*3=1;",
    "\\[\\frac{1}{x}=\\frac{2}{y+1}\\]", "$\\sin(x)+\\cos(y)=\\sqrt{x}$ ", "12 plus 30 is 42 ",
    "12加30等于42",
    "\x00=1\x00", "x+y+z+w<1;y+z-w>2;", "p->q,q->r|-r;", "20 m/s * 3 s = 60 m ", "1 ", "1.",
    "{1,2}∪{3}={1,2,3};",
    "1,", "1/", "Let A = (1+2)\n", "(1+x)^12=(1-x)^12\n", "= 3 + 4\n", "<<", "得", "\\sum_{k=1}^{400}"
    " k^{3} = 5\n",
)  # fmt: skip
"""Repeated to 100,000 characters."""

_PROSE = (
    "She buys {a} boxes with {b} pens each, so she has {a} * {b} = {product} pens.",
    "Now she needs to count the ones that her brother gave her on Monday before school.",
    "After that there are {a} + {b} = {sum} pages left to read.",
    "He thinks about the question again and writes down what he knows.",
    "This means that {sum} minus {b} is {a}.",
)


def located(traces: list[Planted]) -> float:
    """The share of planted mistakes whose place is found exactly."""
    right = []
    for planted in traces:
        if planted.begin >= 0:
            report = check_steps(planted.trace, planted.problem)
            bad = report.first_bad
            right.append(bad is not None and planted.begin <= report.claims[bad].start < planted.end)
    return statistics.mean(right)


def proof_alarms(count: int) -> tuple[int, int, float]:
    """Refuted claims in correct proofs, the claims, and the claims per second."""
    traces = []
    for index in range(count):
        subtask, language = sorted(SUBTASKS)[index % len(SUBTASKS)], LANGUAGES[index // len(SUBTASKS) % 2]
        turn = index // len(SUBTASKS)
        problem = draw_problem(
            subtask, seed=41, split="train", level=1 + index % 5, index=turn, language=language
        )
        traces += [
            (";".join(step.claim for step in problem.steps), problem.prompt),
            (problem.solution, problem.prompt),
        ]
    return _alarms(traces)


def _alarms(traces: list[tuple[str, str]]) -> tuple[int, int, float]:
    began = time.process_time()
    reports = [check_steps(trace, problem) for trace, problem in traces]
    rate = sum(len(report.claims) for report in reports) / (time.process_time() - began)
    alarms = sum(report.count(StepVerdict.REFUTED) for report in reports)
    return alarms, sum(len(report.claims) for report in reports), rate


def prose(count: int) -> list[tuple[str, str]]:
    """Solutions in sentences, some with a claim."""
    draw = random.Random(3)
    traces = []
    for _ in range(count):
        sentences = []
        for _ in range(draw.randint(3, 9)):
            a, b = draw.randint(2, 99), draw.randint(2, 99)
            sentences.append(draw.choice(_PROSE).format(a=a, b=b, sum=a + b, product=a * b))
        traces.append((" ".join(sentences), ""))
    return traces


def gsm8k(path: Path) -> None:
    """Print what is found in GSM8K's annotations and prose."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    annotations, refuted, flagged = 0, 0, 0
    began = time.process_time()
    for row in rows:
        report = check_steps(row["answer"], row["question"])
        flagged += report.first_bad is not None
        inside = [claim for claim in report.claims if row["answer"][claim.start - 2 : claim.start] == "<<"]
        annotations += len(inside)
        refuted += sum(claim.verdict is StepVerdict.REFUTED for claim in inside)
    seconds = time.process_time() - began
    written = sum(row["answer"].count("<<") for row in rows)
    print(
        f"GSM8K: {annotations} of {written} annotations found, {refuted} refuted; {flagged} of"
        f" {len(rows)} solutions"
    )
    print(f"GSM8K: {len(rows) / seconds:,.0f} solutions/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer traces")
    parser.add_argument("--gsm8k", type=Path, metavar="FILE", help="train.jsonl of GSM8K, checked too")
    options = parser.parse_args()
    quick = options.quick
    check_steps("1+1=2", "Compute 1+1.")
    share_named = located(planted_traces(400 if quick else 4_000))
    share_proofs = located(corrupted_proofs(400 if quick else 4_000))
    print(f"located exactly: named parts {share_named:.4f}, corrupted proofs {share_proofs:.4f}")
    alarms, claims, rate = proof_alarms(800 if quick else 10_000)
    print(f"correct proofs: {alarms} false alarms in {claims:,} claims, {rate:,.0f} claims/s")
    told, told_claims, prose_rate = _alarms(prose(500 if quick else 5_000))
    print(f"prose: {told} false alarms in {told_claims:,} claims, {prose_rate:,.0f} claims/s")
    worst = max(_seconds((unit * 100_000)[:100_000]) for unit in HOSTILE)
    print(f"hostile traces of 100,000 characters: worst {worst:.3f} s")
    if options.gsm8k:
        gsm8k(options.gsm8k)
    result = {
        "claims_per_s": round(min(rate, prose_rate)),
        "located_share": round(min(share_named, share_proofs), 4),
    }
    print(json.dumps(result | {"false_alarms": alarms + told, "worst_s": round(worst, 3)}))


def _seconds(trace: str) -> float:
    began = time.process_time()
    check_steps(trace, "Compute (1+2)*3.")
    return time.process_time() - began


if __name__ == "__main__":
    main()
