"""Every domain and level at scale: `python -m benchmarks.domains [--quick] [--problems N]`.

N problems (10,000) of each domain and level, in equal shares of its subtasks, each told in English and in
Chinese: every step is proved again from the text by another route, the judge accepts the answer and refuses a
perturbed one, and no two prompts are the same. Prints problems, templates and steps of each domain and level.
A level that holds fewer different problems than its share gives all it has. The last line is JSON.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple

from tasks.data.engine import open_engine
from tasks.data.synthesize import fault_of
from tasks.problems import DOMAINS, LANGUAGES, LEVELS, SUBTASKS, count_proofs, draw_problem

PROBLEMS = 10_000
SLICE = 500


class Part(NamedTuple):
    """Some positions of a stream, told in every language."""

    subtask: str
    level: int
    start: int
    stop: int


class Found(NamedTuple):
    """What was seen in a part."""

    part: Part
    ids: list[str]
    faults: list[str]
    templates: Counter[tuple[str, str]]
    """(subtask and template, language) -> problems."""
    steps: int


def parts_of(problems: int) -> Iterator[Part]:
    """The slices of all domains and levels, in this order."""
    for domain in DOMAINS:
        subtasks = [name for name in SUBTASKS if name.partition(".")[0] == domain]
        for level in LEVELS:
            sizes = {name: count_proofs(name, split="train", level=level) for name in subtasks}
            left = problems
            for done, (name, size) in enumerate(sorted(sizes.items(), key=lambda item: item[1])):
                share = min(size, -(-left // (len(sizes) - done)))
                left -= share
                for start in range(0, share, SLICE):
                    yield Part(name, level, start, min(start + SLICE, share))


def look_at(seed: int, part: Part) -> Found:
    """Draw and prove the problems of a part."""
    ids, faults, templates, steps = [], [], Counter[tuple[str, str]](), 0
    for index in range(part.start, part.stop):
        for language in LANGUAGES:
            problem = draw_problem(
                part.subtask, seed=seed, split="train", level=part.level, index=index, language=language
            )
            reason, detail = fault_of(problem)
            if reason or problem.level != part.level:
                faults.append(f"{part} {index} {language}: {reason or 'another level'} {detail}")
            ids.append(problem.problem_id)
            templates[f"{part.subtask}:{problem.provenance['template']}", language] += 1
            steps += len(problem.steps)
    return Found(part, ids, faults, templates, steps)


def main() -> None:
    """Print a line for each domain and level, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100 problems of each domain and level")
    parser.add_argument("--problems", type=int, default=PROBLEMS, help="of each domain and level")
    given = parser.parse_args()
    problems = 100 if given.quick else given.problems
    started, seen, repeated, total = time.perf_counter(), set[str](), 0, 0
    faults: list[str] = []
    templates = Counter[tuple[str, str]]()
    print(f"{'domain':<18}{'level':>6}{'problems':>10}{'templates':>11}{'steps each':>12}")
    with open_engine() as engine:
        found = engine.map_batches(partial(look_at, 17), parts_of(problems))
        for (domain, level), group in groupby(
            found, key=lambda f: (f.part.subtask.partition(".")[0], f.part.level)
        ):
            there = list(group)
            ids = [one for f in there for one in f.ids]
            repeated += len(ids) - len(set(ids) - seen)
            seen.update(ids)
            names = {name for f in there for name, _ in f.templates}
            for f in there:
                templates += f.templates
                faults += f.faults
            total += len(ids)
            mean = sum(f.steps for f in there) / len(ids)
            print(f"{domain:<18}{level:>6}{len(ids) // 2:>10}{len(names):>11}{mean:>12.1f}", flush=True)
    for fault in faults[:20]:
        print(fault)
    both = {name for name, _ in templates if all(templates[name, language] for language in LANGUAGES)}
    summary = {
        "problems": total // len(LANGUAGES),
        "records": total,
        "repeated": repeated,
        "faults": len(faults),
        "templates": len({name for name, _ in templates}),
        "templates_in_both_languages": len(both),
        "seconds": round(time.perf_counter() - started),
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
