"""Pairs of each error class, each confirmed by another solver: `python -m benchmarks.adversarial [--quick]`.

For each class: so many indexes, each in English and Chinese, the trap and its twin confirmed (Z3, the judge's
units and steps, or an oracle), both answers accepted and a perturbed one refused by the judge, prompts
counted for duplicates, and how many distinct templates. The last line is JSON.
"""

import argparse
import json
import time
from collections import Counter

from tasks.data.reference import reference_fault
from tasks.errors import DataError
from tasks.problems import LANGUAGES
from tasks.problems.adversarial import CLASSES, ModelSolver, confirm_pair, draw_pair
from tasks.records import normalise_prompt

SEED = 17


def measure(name: str, count: int, solver: ModelSolver) -> dict[str, int]:
    """Counts of one class."""
    confirmed = refused = 0
    prompts: Counter[str] = Counter()
    twins: Counter[str] = Counter()
    templates = set()
    for index in range(count):
        for language in LANGUAGES:
            pair = draw_pair(name, seed=SEED, index=index, language=language)
            prompts[normalise_prompt(pair.trap.prompt)] += 1
            twins[normalise_prompt(pair.twin.prompt)] += 1
            templates.add(pair.trap.provenance["template"])
            try:
                confirm_pair(pair, solver)
                fault = next((fault for row in pair if (fault := reference_fault(row.answer))), "")
            except DataError as error:
                fault = str(error)
            confirmed += not fault
            if fault:
                refused += 1
                print(f"{name} {index} {language}: {fault}")
    return {
        "pairs": count,
        "confirmed": confirmed,
        "refused": refused,
        "duplicates": len(LANGUAGES) * count * 2 - len(prompts) - len(twins),
        "templates": len(templates),
    }


def main() -> None:
    """Print a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 pairs of each class instead of 1,000")
    count = 20 if parser.parse_args().quick else 1_000
    found = {}
    with ModelSolver() as solver:
        for name in CLASSES:
            started = time.process_time()
            found[name] = measure(name, count, solver)
            print(f"{name:<20} {found[name]} {time.process_time() - started:.1f} CPU s", flush=True)
    print(
        json.dumps(
            {
                "classes": len(found),
                "pairs_per_class": count,
                "unconfirmed": sum(row["refused"] for row in found.values()),
                "duplicates": sum(row["duplicates"] for row in found.values()),
            }
        )
    )


if __name__ == "__main__":
    main()
