"""Read drawn problems: `python -m tasks.problems SUBTASK [--level 3] [--split train] [--count 10]`."""

import argparse

from tasks.problems import LANGUAGES, LEVELS, STREAMS, SUBTASKS, check_problem, count_proofs, draw_problem


def main() -> None:
    """Print problems in both languages with their claims, words and answer, each proved again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subtask", choices=sorted(SUBTASKS))
    parser.add_argument("--level", type=int, choices=LEVELS, help="all levels unless named")
    parser.add_argument("--split", default="train", choices=STREAMS)
    parser.add_argument("--count", type=int, default=10, help="problems of each level")
    parser.add_argument("--seed", type=int, default=17)
    wanted = parser.parse_args()
    for level in [wanted.level] if wanted.level else LEVELS:
        size = count_proofs(wanted.subtask, split=wanted.split, level=level)
        print(f"\nlevel {level}: {size:.3g} different proofs")
        for index in range(min(wanted.count, size)):
            for language in LANGUAGES:
                problem = draw_problem(
                    wanted.subtask,
                    seed=wanted.seed,
                    split=wanted.split,
                    level=level,
                    index=index,
                    language=language,
                )
                check_problem(problem)
                name = problem.provenance["template"] if language == LANGUAGES[0] else ""
                print(f"{name:>16} | {problem.prompt}\n{'':>16} | {problem.solution}")
            claims = "; ".join(step.claim for step in problem.steps)
            print(f"{'':>16} | {claims} -> {problem.answer} {problem.answer_unit}")


if __name__ == "__main__":
    main()
