"""The plots of a data card, as SVG files without a date in them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tasks.figures import COLOURS, STYLE

REPRODUCIBLE = {"svg.hashsalt": "reasonloop", "svg.fonttype": "none"}
KEPT, DROPPED, QUARANTINED = "#56B4E9", "#999999", "#D55E00"


def draw_cells(cells: Mapping[str, Mapping[str, int]], path: Path) -> None:
    """Training rows of each subtask, a bar in segments of levels.

    Args:
        cells: Subtask -> level -> rows.
        path: SVG to write.
    """
    names = sorted(cells, key=lambda name: (sum(cells[name].values()), name))
    levels = sorted({level for row in cells.values() for level in row})
    with rc_context(STYLE | REPRODUCIBLE):
        figure = Figure(figsize=(8, 1.2 + 0.28 * len(names)), layout="constrained")
        axes = figure.add_subplot()
        left = [0] * len(names)
        for number, level in enumerate(levels):
            rows = [cells[name].get(level, 0) for name in names]
            axes.barh(names, rows, left=left, color=COLOURS[(number + 1) % 7], label=f"level {level}")
            left = [a + b for a, b in zip(left, rows, strict=True)]
        axes.set_xlabel("training rows")
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.legend(loc="lower right")
        _save(figure, path)


def draw_funnel(stages: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Where the rows of each step went, as shares of the rows it read.

    Args:
        stages: Counts as in `stages.json`.
        path: SVG to write.
    """
    shown = [stage for stage in stages if stage["read"]][::-1]
    names = [f"{stage['stage']} ({stage['read']:,})" for stage in shown]
    parts = {
        "kept": ([stage["kept"] / stage["read"] for stage in shown], KEPT),
        "dropped": ([sum(stage["dropped"].values()) / stage["read"] for stage in shown], DROPPED),
        "quarantined": ([sum(stage["quarantined"].values()) / stage["read"] for stage in shown], QUARANTINED),
    }
    with rc_context(STYLE | REPRODUCIBLE):
        figure = Figure(figsize=(8, 1.2 + 0.28 * len(names)), layout="constrained")
        axes = figure.add_subplot()
        left = [0.0] * len(names)
        for name, (shares, colour) in parts.items():
            axes.barh(names, shares, left=left, color=colour, label=name)
            left = [a + b for a, b in zip(left, shares, strict=True)]
        axes.set_xlabel("share of the rows read")
        axes.set_xlim(0, 1)
        axes.grid(axis="y", visible=False)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=3)
        _save(figure, path)


def draw_lengths(lengths: Mapping[str, Sequence[int]], path: Path) -> None:
    """Characters of prompts, one outline per language.

    Args:
        lengths: Language -> characters of each prompt.
        path: SVG to write.
    """
    with rc_context(STYLE | REPRODUCIBLE):
        figure = Figure(figsize=(8, 2.6), layout="constrained")
        axes = figure.add_subplot()
        longest = max((max(values) for values in lengths.values()), default=1)
        edges = [10 * n for n in range(min(longest, 1_000) // 10 + 2)]
        for number, (language, values) in enumerate(sorted(lengths.items())):
            shown = [min(value, edges[-1]) for value in values]
            axes.hist(shown, bins=edges, histtype="step", color=COLOURS[5 - number], label=language)
        axes.set_xlabel("characters of a prompt (1,000 and more in the last bar)")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.set_ylabel("training rows")
        axes.legend()
        _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
