"""How our figures look.

Colours are Okabe and Ito's, which people with any common colour blindness tell apart. Figures are made
without pyplot, so drawing leaves no state behind. Whoever imports this imports matplotlib.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

STYLE = {
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": "#444444",
    "xtick.color": "#444444",
    "ytick.color": "#444444",
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "legend.frameon": False,
}
COLOURS = ("#999999", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#0072B2", "#CC79A7")
LINES = (("#0072B2", "-"), ("#D55E00", (0, (4, 2))), ("#009E73", (0, (1, 1))), ("#CC79A7", (0, (4, 1, 1, 1))))
"""Colour and dashes of curves in one panel: one on the other, both are seen."""

Rows = Sequence[Mapping[str, float]]
"""Metrics of a step directory, one mapping per training step."""


def draw_curve(
    axes: Axes, title: str, rows: Rows, names: Mapping[str, str], *, marker: str | None = None
) -> None:
    """Metrics over steps; a panel whose metrics were never logged says so.

    Args:
        axes: The panel.
        title: Stands above it.
        rows: What was logged.
        names: Metric -> its name in the legend, of which there is one where there are two curves.
        marker: Matplotlib's name of what marks each value.
    """
    axes.set_title(title)
    axes.set_xlabel("step")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for (key, label), (colour, dashes) in zip(names.items(), LINES, strict=False):
        points = [(row["step"], row[key]) for row in rows if key in row]
        if not points:
            continue
        steps, values = zip(*points, strict=True)
        axes.plot(
            steps,
            values,
            color=colour,
            linestyle=dashes,
            linewidth=1.6,
            marker=marker,
            markersize=5,
            label=label,
        )
    if not axes.lines:
        axes.text(0.5, 0.5, "not logged", transform=axes.transAxes, ha="center", color="#888888")
    elif len(axes.lines) > 1:
        axes.legend(loc="best")


def save_png(figure: Figure, path: Path) -> None:
    """Write a figure; without the version of matplotlib in it, equal figures are equal bytes everywhere."""
    FigureCanvasAgg(figure)
    figure.savefig(path, dpi=150, metadata={"Software": None})
