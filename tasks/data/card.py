"""The data card of a version: README.md and plots inside the dataset folder, part of the version.

Everything in it is counted from the rows that were written and the steps before them. Equal rows give an
equal card, byte for byte under one version of matplotlib: no time and no machine in it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.data.card_plots import draw_cells, draw_funnel, draw_lengths
from tasks.dataset import Shard, shard_columns

CARD = "README.md"
PLOTS = "plots"
TOP_REASONS = 12
"""Reasons of lost rows that are listed."""
TOP_CELLS = 20
"""Cells whose shares are listed; the others are told together."""


def write_card(folder: Path, shards: Sequence[Shard], facts: Mapping[str, Any]) -> None:
    """Write the card of a version into its folder.

    Args:
        folder: The dataset's folder with its shards.
        shards: All of them.
        facts: What goes into the index: `mix`, `stages`, `absent_sources`.
    """
    mix = facts["mix"]
    (folder / PLOTS).mkdir(parents=True, exist_ok=True)
    draw_cells(_cells(shards), folder / PLOTS / "cells.svg")
    draw_funnel(facts["stages"], folder / PLOTS / "stages.svg")
    draw_lengths(_lengths(folder, shards), folder / PLOTS / "lengths.svg")
    parts = [
        _front(mix),
        _counts(mix),
        "## Subtasks and levels\n\n![training rows by subtask and level](plots/cells.svg)\n",
        _shares(mix),
        _stages(facts["stages"]),
        _sources(facts["stages"]),
        _lost(facts["stages"]),
        "## Length of prompts\n\n![characters of prompts](plots/lengths.svg)\n",
        _absent(facts["absent_sources"]),
    ]
    (folder / CARD).write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _front(mix: Mapping[str, Any]) -> str:
    """Title, metadata as the Hugging Face hub reads it, and what the version is in one paragraph."""
    licences = sorted({name.lower() for name in mix["counts"].get("train/licence", {})})
    lines = ["---", "language: [en, zh]", f"license: [{', '.join(licences)}]", "configs:"]
    lines += ["- config_name: default", "  data_files:"]
    for split in ("train", "eval"):
        lines += [f"  - split: {split}", f"    path: {split}/*.parquet"]
    text = (
        f"# Dataset version {mix['number']}\n\n"
        f"{mix['num_train']:,} training and {mix['num_eval']:,} evaluation problems with provable or "
        f"published answers. {_news(mix)}`dataset.json` has the digest of every file; each row says where it "
        "came from (`provenance`, `parents`, `operations`, `verdicts`, `first_version`).\n"
    )
    return "\n".join([*lines, "---", "", text])


def _counts(mix: Mapping[str, Any]) -> str:
    blocks = ["## Rows\n"]
    for name in ("source", "licence", "language", "level", "first_version"):
        train, held_out = (mix["counts"].get(f"{split}/{name}", {}) for split in ("train", "eval"))
        rows = [(value, train.get(value, 0), held_out.get(value, 0)) for value in sorted({*train, *held_out})]
        blocks.append(table((name.replace("_", " "), "train", "eval"), rows))
    return "\n".join(blocks)


def _news(mix: Mapping[str, Any]) -> str:
    if mix["number"] == 1:
        return "It is the first version. "
    return (
        f"{mix['num_new']:,} training rows ({mix['new_share']:.1%}) are new in this version; "
        f"{mix['kept_share']:.1%} of the training rows of the version before are kept. "
    )


def _shares(mix: Mapping[str, Any]) -> str:
    """Wanted and realised shares of training rows, the largest moves first."""
    cells: Mapping[str, Mapping[str, float]] = mix["cells"]
    if not cells:
        return ""
    names = ("wanted", "now") if mix["number"] == 1 else ("before", "wanted", "now")
    moved = sorted(cells, key=lambda cell: (-abs(cells[cell]["now"] - cells[cell]["before"]), cell))
    rows = [(cell, *(f"{cells[cell][name]:.2%}" for name in names)) for cell in moved[:TOP_CELLS]]
    if rest := moved[TOP_CELLS:]:
        sums = (sum(cells[cell][name] for cell in rest) for name in names)
        rows.append((f"{len(rest)} other cells", *(f"{value:.2%}" for value in sums)))
    return "## Shares of drawn problems\n\n" + table(("cell", *names), rows)


def _stages(stages: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        (s["stage"], s["read"], s["kept"], sum(s["dropped"].values()), sum(s["quarantined"].values()))
        for s in stages
    ]
    text = "In every step, rows read = kept + dropped + quarantined.\n\n![rows by step](plots/stages.svg)\n"
    return f"## Steps\n\n{text}\n" + table(("step", "read", "kept", "dropped", "quarantined"), rows)


def _sources(stages: Sequence[Mapping[str, Any]]) -> str:
    """Rows of each source that every step kept of those it read; a step that lost none is left out."""
    steps = [stage for stage in stages if "." not in stage["stage"] and stage["sources"]]
    steps = [stage for stage in steps if stage["read"] > stage["kept"] or stage["stage"] == "ingest"]
    rows = []
    for source in sorted({source for stage in steps for source in stage["sources"]}):
        fates = [stage["sources"].get(source, {}) for stage in steps]
        rows.append((source, *(f"{f.get('kept', 0):,} of {sum(f.values()):,}" if f else "" for f in fates)))
    return "Rows kept, by source:\n\n" + table(("source", *(s["stage"] for s in steps)), rows) if rows else ""


def _lost(stages: Sequence[Mapping[str, Any]]) -> str:
    """The commonest reasons for which rows went no further. Parts of a step are told by the step."""
    lost = [
        (number, stage["stage"], kind, reason)
        for stage in stages
        if "." not in stage["stage"]
        for kind in ("dropped", "quarantined")
        for reason, number in stage[kind].items()
    ]
    rows = [(step, kind, reason, number) for number, step, kind, reason in sorted(lost, reverse=True)]
    if not rows:
        return ""
    return "## Why rows were lost\n\n" + table(("step", "", "reason", "rows"), rows[:TOP_REASONS])


def _absent(sources: Mapping[str, str]) -> str:
    if not sources:
        return ""
    return "## Sources that were not there\n\n" + table(("source", "looked for at"), sorted(sources.items()))


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(value) for value in line)} |" for line in lines) + "\n"


def _cell(value: Any) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def _cells(shards: Sequence[Shard]) -> dict[str, dict[str, int]]:
    """Subtask -> level -> training rows."""
    found: dict[str, dict[str, int]] = {}
    for shard in shards:
        if shard.path.startswith("train/"):
            subtask, _, level = shard.cell.rpartition(".L")
            row = found.setdefault(subtask, {})
            row[level] = row.get(level, 0) + shard.rows
    return found


def _lengths(folder: Path, shards: Sequence[Shard]) -> dict[str, list[int]]:
    """Language -> characters of each training prompt."""
    found: dict[str, list[int]] = {}
    for shard in shards:
        if shard.path.startswith("train/"):
            for language, prompt in zip(*shard_columns(folder, shard, ["language", "prompt"]), strict=True):
                found.setdefault(language, []).append(len(prompt))
    return found
