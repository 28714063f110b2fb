"""Calibrates `clean.min_relevance`: solutions beside their own problems and beside others.

    python -m benchmarks.meaning [--quick] [--sources NAME ...] [--encoder FOLDER]

GSM8K and TAL, by default, since their problems are on different things; in corpora made from templates, or
with many questions on one text, a shuffled solution belongs nearly as well as the own one. Each solution
is paired with its problem and with the next one of the same corpus. The operating point of a language is
the score that 85 % of the shuffled pairs stay below.
Shown besides: what that point costs among own pairs, with the words alone and with the steps' vouching.
The last line is JSON: the thresholds.
"""

import argparse
import dataclasses
import json
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from tasks.data.batches import read_problems
from tasks.data.ingest import ingest_sources
from tasks.data.meaning import encoder_similarity, no_weights, relevance, weigh
from tasks.data.normal_form import normal_problem
from tasks.data.vouching import vouches
from tasks.params import load_params
from tasks.records import Problem
from tasks.seeds import rng_for

REFUSED = 0.85
"""Share of shuffled pairs below the operating point."""
HEADERS = ("pairs", "AUC", "own lost", "vouched", "others refused", "vouched")


def corpora(sources: list[str]) -> dict[tuple[str, str], list[Problem]]:
    """(language, source) -> rows with a solution, in the normal form, in random order."""
    found: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        ingest_sources(load_params(Path("params.yaml")).ingest, out_dir=Path(folder))
        for problem in map(normal_problem, read_problems(Path(folder))):
            if problem.source in sources and problem.checkable and len(problem.solution) > 5:
                found[problem.language, problem.source].append(problem)
    for key, rows in found.items():
        rng_for(17, "meaning", *key).shuffle(rows)
    return dict(sorted(found.items()))


def auc(own: np.ndarray, other: np.ndarray) -> float:
    """How often an own pair scores above a shuffled one."""
    ranks = np.searchsorted(np.sort(other), own, "left") + np.searchsorted(np.sort(other), own, "right")
    return float(ranks.mean() / 2 / len(other))


def main() -> None:
    """Print a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100 rows a corpus")
    parser.add_argument("--encoder", default="", help="folder of an encoder")
    parser.add_argument("--sources", nargs="+", default=["gsm8k", "tal_scq5k"], help="corpora to use")
    given = parser.parse_args()
    thresholds = {}
    groups = corpora(given.sources)
    for language in sorted({language for language, _ in groups}):
        mine = {source: rows for (lang, source), rows in groups.items() if lang == language}
        total = sum((weigh(p) for rows in mine.values() for p in rows[:4_000]), no_weights())
        idf = total.idf()

        def score(problem: Problem, solution: str, idf: np.ndarray = idf) -> float:
            if given.encoder:
                return encoder_similarity(given.encoder, problem.prompt, solution)
            return relevance(problem.prompt, solution, idf)

        pairs = {}
        for source, rows in mine.items():
            rows = rows[: 100 if given.quick else 1_000]
            shuffled = [
                dataclasses.replace(p, solution=q.solution)
                for p, q in zip(rows, rows[1:] + rows[:1], strict=True)
            ]
            pairs[source] = tuple(
                (np.array([score(p, p.solution) for p in some]), some) for some in (rows, shuffled)
            )
        # Every corpus weighs the same, whatever its size.
        pooled = np.concatenate([np.quantile(p[1][0], np.linspace(0, 1, 1_001)) for p in pairs.values()])
        thresholds[language] = least = round(float(np.quantile(pooled, REFUSED)), 3)
        print(f"{language}: threshold {least}")
        print("{:16}{:>6}{:>7}{:>10}{:>9}{:>16}{:>9}".format("", *HEADERS))
        for source, ((own, rows), (other, shuffled)) in pairs.items():
            lost = [p for p, s in zip(rows, own, strict=True) if s < least]
            refused = [p for p, s in zip(shuffled, other, strict=True) if s < least]
            kept, wrong = sum(map(vouches, lost)), sum(map(vouches, refused))
            shares = [
                n / len(rows) for n in (len(lost), len(lost) - kept, len(refused), len(refused) - wrong)
            ]
            print(
                f"{source:16}{len(rows):>6}{auc(own, other):>7.3f}"
                "{:>10.3f}{:>9.3f}{:>16.3f}{:>9.3f}".format(*shares)
            )
    print(json.dumps(thresholds))


if __name__ == "__main__":
    main()
