"""Read adversarial pairs: `python -m tasks.problems.adversarial CLASS [--count 10] [--out FILE]`."""

import argparse
from pathlib import Path

from tasks.problems import LANGUAGES
from tasks.problems.adversarial import CLASSES, ModelSolver, confirm_pair, count_pairs, draw_pair
from tasks.records import Problem, write_jsonl


def main() -> None:
    """Print pairs in both languages, each confirmed, or write their rows as JSONL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("error_class", choices=[*CLASSES, "all"])
    parser.add_argument("--count", type=int, default=10, help="pairs of each class")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--split", default="eval", choices=["eval", "train"])
    parser.add_argument("--out", type=Path, help="write the rows to this JSONL file")
    wanted = parser.parse_args()
    rows: list[Problem] = []
    with ModelSolver() as solver:
        for name in CLASSES if wanted.error_class == "all" else [wanted.error_class]:
            for index in range(min(wanted.count, count_pairs(name, split=wanted.split))):
                for language in LANGUAGES:
                    pair = draw_pair(
                        name, seed=wanted.seed, index=index, language=language, split=wanted.split
                    )
                    confirm_pair(pair, solver)
                    rows += pair
                    if wanted.out is None:
                        print(f"{name} {index} {language}")
                        for row in pair:
                            print(f"  {row.prompt}\n    -> {row.answer}\n    {row.solution}")
    if wanted.out is not None:
        print(f"{write_jsonl(wanted.out, rows)} rows in {wanted.out}")


if __name__ == "__main__":
    main()
