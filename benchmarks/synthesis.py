"""How fast problems are drawn, told in two languages and proved: `python -m benchmarks.synthesis [--quick]`.

One problem is one proof, drawn, told in English and in Chinese with its steps, both records proved again
from their text, and its answer accepted and a perturbed one refused by the judge. One core. A rate over
several subtasks and levels has equal numbers of problems of each. Planning a stream (once per process,
subtask and level) is timed apart. In the same run, if it is installed (`pip install reasoning-gym`):
questions of all data sets of reasoning-gym with their defaults, drawn only, nine seconds at most for each.
The last line is JSON.
"""

import argparse
import json
import signal
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from tasks.data.reference import reference_fault
from tasks.problems import DOMAINS, LANGUAGES, LEVELS, SUBTASKS, check_problem, count_proofs, draw_problem

_fault = lru_cache(65_536)(reference_fault)


def seconds_each(subtask: str, level: int, count: int) -> tuple[float, float] | None:
    """(seconds to plan, seconds a problem) of one subtask and level; None if it has no problem."""
    started = time.process_time()
    size = count_proofs(subtask, split="train", level=level)
    if not size:
        return None
    draw_and_prove(subtask, level, 0)
    planned = time.process_time()
    for index in range(min(count, size)):
        draw_and_prove(subtask, level, index)
    return planned - started, (time.process_time() - planned) / min(count, size)


def draw_and_prove(subtask: str, level: int, index: int) -> None:
    """One problem in both languages."""
    for language in LANGUAGES:
        problem = draw_problem(subtask, seed=17, split="train", level=level, index=index, language=language)
        check_problem(problem)
        assert not _fault(problem.answer), problem


def measure_ours(count: int) -> tuple[float, float]:
    """(problems per second over all domains and levels, of the slowest domain), with a table."""
    print(f"{'subtask':<28}" + "".join(f"{f'L{level}/s':>8}" for level in LEVELS) + f"{'plan s':>9}")
    of_domain: dict[str, list[list[float]]] = {domain: [[] for _ in LEVELS] for domain in DOMAINS}
    for subtask in SUBTASKS:
        cells = [seconds_each(subtask, level, count) for level in LEVELS]
        for place, cell in enumerate(cells):
            if cell:
                of_domain[subtask.partition(".")[0]][place].append(cell[1])
        rates = "".join(f"{1 / cell[1]:>8.0f}" if cell else f"{'-':>8}" for cell in cells)
        print(f"{subtask:<28}{rates}{sum(cell[0] for cell in cells if cell):>9.2f}", flush=True)
    means = {domain: mean([mean(level) for level in levels if level]) for domain, levels in of_domain.items()}
    for domain, seconds in sorted(means.items(), key=lambda item: -item[1]):
        print(f"{domain:<28}{1 / seconds:>8.0f}/s over its subtasks and levels")
    return 1 / mean(list(means.values())), 1 / max(means.values())


def mean(values: list[float]) -> float:
    """The arithmetic mean: of seconds a problem, so that rates are averaged harmonically."""
    return sum(values) / len(values)


def measure_reasoning_gym(count: int) -> float | None:
    """Questions per second over all its data sets, in equal numbers; None if it is not installed."""
    try:
        from reasoning_gym import create_dataset
        from reasoning_gym.factory import DATASETS
    except ImportError:
        print("reasoning-gym is not installed: pip install reasoning-gym")
        return None
    rates = {}
    for name in sorted(DATASETS):
        try:
            rates[name] = _questions_per_second(create_dataset(name, size=count, seed=17))
        except Exception as error:  # noqa: BLE001 a data set that cannot run is left out, and told
            print(f"left out: {name}: {type(error).__name__}: {str(error)[:80]}")
    slowest = sorted(rates, key=rates.__getitem__)[:5]
    print("reasoning-gym, slowest: " + ", ".join(f"{name} {rates[name]:.1f}/s" for name in slowest))
    return len(rates) / sum(1 / rate for rate in rates.values())


def _questions_per_second(dataset: Any) -> float:
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(9)
    drawn = 0
    started = time.process_time()
    try:
        for _ in islice(_items(dataset), len(dataset)):
            drawn += 1
    except TimeoutError:
        if not drawn:
            raise
    finally:
        signal.alarm(0)
    return drawn / max(time.process_time() - started, 1e-6)


def _items(dataset: Any) -> Iterator[Any]:
    return (dataset[index] for index in range(len(dataset)))


def _give_up(*_: object) -> None:
    raise TimeoutError("no question within nine seconds")


def main() -> None:
    """Print tables and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer problems, without reasoning-gym")
    quick = parser.parse_args().quick
    mixture, slowest = measure_ours(20 if quick else 300)
    theirs = None if quick else measure_reasoning_gym(100)
    print(
        json.dumps(
            {
                "problems_per_s": round(mixture),
                "slowest_domain_per_s": round(slowest),
                "reasoning_gym_per_s": theirs and round(theirs, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
