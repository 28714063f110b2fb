"""How many planted leaks `decontaminate` finds, and how often it is wrong.

    python -m benchmarks.leaks [--quick]

The corpora of params.yaml that are here give evaluation rows; training rows are made from them: verbatim,
in another layout, renamed, renumbered, with shuffled options, inside a longer text, and all of it at once.
False alarms are counted on other rows of the same corpora, after `dedup`, and on the rows of synthetic
templates passed off as rows of a corpus, whose siblings differ in their numbers. The last line is JSON.
"""

import argparse
import dataclasses
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from tasks.data.batches import read_problems
from tasks.data.copies import CopyIndex
from tasks.data.dedup import deduplicate_problems
from tasks.data.ingest import ingest_sources
from tasks.data.sources.source import GROUP
from tasks.data.words import split_options
from tasks.params import load_params
from tasks.params.data import DecontaminateParams, DedupParams
from tasks.problems import SUBTASKS, draw_problem
from tasks.records import Problem, problem_id
from tasks.seeds import rng_for

_NAMES = {"en": ("Quentin", "Ottoline", "Barnaby"), "zh": ("钱多多", "孙小圣", "欧阳雪")}
_ENGLISH_NAME = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b"
    r"|^[A-Z][a-z]{2,}(?=(?:'s)? (?:has|had|is|was|buys|bought|sold|wants|went|can|and)\b)"
)
_CHINESE_NAME = re.compile(r"小[\u4e00-\u9fff]|[甲乙丙丁]|老师|同学|妈妈|爸爸")


def verbatim(problem: Problem, _rng: Random) -> str:
    """The same text."""
    return problem.prompt


def relaid(problem: Problem, _rng: Random) -> str:
    """Other layout and punctuation."""
    return "  " + problem.prompt.upper().replace("$$", "$").replace(". ", " . ").replace("，", ", ") + " ！"


def renamed(problem: Problem, rng: Random) -> str:
    """Every name, or where there is none one frequent word, replaced throughout."""
    pattern = _CHINESE_NAME if problem.language == "zh" else _ENGLISH_NAME
    found = list(dict.fromkeys(pattern.findall(problem.prompt)))[:3]
    text = problem.prompt
    for old, new in zip(found, rng.sample(_NAMES[problem.language], 3), strict=False):
        text = text.replace(old, new)
    return text


def renumbered(problem: Problem, rng: Random) -> str:
    """Every number of the question moved."""
    stem, _ = split_options(problem.prompt)
    return re.sub(r"[0-9]+", lambda m: str(int(m[0]) + rng.randint(1, 9)), stem) + problem.prompt[len(stem) :]


def shuffled(problem: Problem, rng: Random) -> str:
    """Options in another order."""
    stem, options = split_options(problem.prompt)
    texts = list(options.values())
    rng.shuffle(texts)
    return stem + "\n".join(f"{letter}. {text}" for letter, text in zip(options, texts, strict=True))


def embedded(problem: Problem, _rng: Random) -> str:
    """Inside a longer text."""
    if problem.language == "zh":
        return f"下面是一道练习题，请认真阅读，写出每一步的理由。\n{problem.prompt}\n做完以后请检查一遍。"
    return f"Here is an exercise from our book; give every reason.\n{problem.prompt}\nCheck it twice."


def disguised(problem: Problem, rng: Random) -> str:
    """Renamed, its options in another order, inside a longer text."""
    changed = dataclasses.replace(problem, prompt=renamed(problem, rng))
    changed = (
        dataclasses.replace(changed, prompt=shuffled(changed, rng))
        if split_options(changed.prompt)[1]
        else changed
    )
    return embedded(changed, rng)


LEAKS: dict[str, Callable[[Problem, Random], str]] = {
    "verbatim": verbatim,
    "relaid": relaid,
    "renamed": renamed,
    "renumbered": renumbered,
    "shuffled": shuffled,
    "embedded": embedded,
    "disguised": disguised,
}
"""Kind of leak -> a training text made from an evaluation row."""


def recall(rows: list[Problem], kind: str, index: CopyIndex) -> tuple[int, int]:
    """(leaks found, leaks planted); a row that the leak leaves as it is counts for `verbatim` only."""
    found = planted = 0
    for number, problem in enumerate(rows):
        text = LEAKS[kind](problem, rng_for(17, "leaks", kind, number))
        if kind == "verbatim" or text != problem.prompt:
            planted += 1
            leak = dataclasses.replace(problem, prompt=text, problem_id=problem_id(text))
            found += any(copy.eval == problem.problem_id for copy in index.find_all(leak))
    return found, planted


def corpora(folder: Path) -> list[Problem]:
    """The rows of all corpora that are here, each once."""
    ingest_sources(load_params(Path("params.yaml")).ingest, out_dir=folder / "ingest")
    deduplicate_problems(DedupParams(), problems=folder / "ingest", out_dir=folder / "dedup")
    return list(read_problems(folder / "dedup"))


def index_of(rows: list[Problem]) -> CopyIndex:
    """An index over these rows."""
    index = CopyIndex(DecontaminateParams())
    for problem in rows:
        index.add(problem)
    return index


def siblings(language: str, indices: int) -> tuple[int, int, int]:
    """(called copies, called template reuse, compared): training beside held-out rows of each template."""
    kinds: Counter[str] = Counter()
    number = 0
    for subtask in SUBTASKS:
        rows = {
            split: [
                dataclasses.replace(
                    draw_problem(subtask, seed=17, split=split, level=3, index=i, language=language),
                    source="corpus",
                    provenance={},
                )
                for i in range(indices)
            ]
            for split in ("train", "eval")
        }
        index = index_of(rows["eval"])
        number += indices
        kinds.update(copy.kind for row in rows["train"] if (copy := index.find(row)))
    return kinds.total() - kinds["template_reuse"], kinds["template_reuse"], number


def main() -> None:
    """Print the tables and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100 rows of each corpus and language")
    quick = parser.parse_args().quick
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = corpora(Path(folder))
    groups = sorted({(row.source, row.language) for row in rows})
    totals: Counter[str] = Counter()
    print(
        f"{'evaluation rows of':<22}"
        + "".join(f"{kind:>12}" for kind in LEAKS)
        + f"{'copies':>10}{'reuse':>8}{'others':>8}"
    )
    for source, language in groups:
        mine = [row for row in rows if (row.source, row.language) == (source, language)]
        rng_for(17, "leaks", source, language).shuffle(mine)
        held = mine[: 100 if quick else 500]
        together = {row.provenance.get(GROUP, row.problem_id) for row in held}
        others = [row for row in mine[500:] if row.provenance.get(GROUP) not in together]
        others = others[: 500 if quick else 3_000]
        index = index_of(held)
        cells = []
        for kind in LEAKS:
            found, planted = recall(held, kind, index)
            totals[f"{kind}_found"] += found
            totals[f"{kind}_planted"] += planted
            cells.append(f"{found}/{planted}")
        alarms = Counter(copy.kind for row in others if (copy := index.find(row)))
        reuse = alarms.pop("template_reuse", 0)
        totals["alarms"] += alarms.total()
        totals["others"] += len(others)
        print(
            f"{source + ' ' + language:<22}"
            + "".join(f"{cell:>12}" for cell in cells)
            + f"{alarms.total():>10}{reuse:>8}{len(others):>8}"
        )
    for kind in LEAKS:
        results[f"{kind}_recall"] = round(totals[f"{kind}_found"] / max(1, totals[f"{kind}_planted"]), 4)
    results["false_alarm_share"] = round(totals["alarms"] / max(1, totals["others"]), 5)
    for language in ("en", "zh"):
        copies, reuse, number = siblings(language, 20 if quick else 100)
        print(f"siblings as corpus rows, {language}: copies={copies} template_reuse={reuse} of {number}")
        results[f"siblings_called_copies_{language}"] = round(copies / number, 4)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
