"""How fast problems are drawn and proved: `python -m benchmarks.synthesis [--quick]`.

Per subtask: training problems of all five levels and both languages in equal parts, on one core. `drawn`
is drawing alone; `proved` is drawing and checking. The last line is JSON.
"""

import argparse
import json
import time
from itertools import product

from tasks.problems import LANGUAGES, SUBTASKS, check_problem, draw_problem
from tasks.problems.proof import STEP_COUNTS


def measure(subtask: str, indices: int) -> tuple[float, float]:
    """(problems drawn per second, problems drawn and proved per second) of one subtask."""
    started = time.process_time()
    problems = [
        draw_problem(subtask, seed=17, split="train", level=level, index=index, language=language)
        for index, level, language in product(range(indices), STEP_COUNTS, LANGUAGES)
    ]
    drawn = time.process_time()
    for problem in problems:
        check_problem(problem)
    proved = time.process_time()
    return len(problems) / (drawn - started), len(problems) / (proved - started)


def main() -> None:
    """Print a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer problems")
    indices = 20 if parser.parse_args().quick else 300
    print(f"{'subtask':<24}{'drawn/s':>10}{'proved/s':>10}")
    rates = {}
    for subtask in SUBTASKS:
        measure(subtask, 2)  # warms caches and Z3
        drawn, proved = measure(subtask, indices)
        rates[subtask] = drawn
        print(f"{subtask:<24}{drawn:>10.0f}{proved:>10.0f}")
    # Equal shares of all subtasks: the harmonic mean.
    uniform = len(rates) / sum(1 / rate for rate in rates.values())
    print(json.dumps({"problems_per_s": round(uniform), "slowest_subtask_per_s": round(min(rates.values()))}))


if __name__ == "__main__":
    main()
