"""The picture of one training step: how it went, as small multiples over its steps.

No time or memory is drawn, so that the same run is the same picture on every machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from tasks.figures import STYLE, Rows, draw_curve, save_png


class Panel(NamedTuple):
    """Some metrics of one kind."""

    title: str
    metrics: Mapping[str, str]
    """Metric -> its name in the legend."""
    share: bool = False
    """They are shares of 1."""
    marker: str | None = None


PANELS = (
    Panel("reward and pass rate", {"reward/total": "reward", "reward/pass_rate": "pass rate"}),
    Panel("held-out accuracy", {"eval/heldout_accuracy": ""}, share=True, marker="o"),
    Panel("tokens per completion", {"completion/tokens_mean": ""}),
    Panel(
        "reward components",
        {"reward/symbolic": "right answer", "reward/logic": "logic", "reward/coherence": "coherence"},
        share=True,
    ),
    Panel(
        "free of what is penalised",
        {
            "reward/format": "format",
            "reward/efficiency": "efficiency",
            "reward/repetition": "repetition",
            "reward/language": "language",
        },
        share=True,
    ),
    Panel(
        "rollouts cut, groups without signal",
        {"completion/truncated_share": "cut", "reward/groups_without_signal": "without signal"},
        share=True,
    ),
    Panel("loss", {"train/loss": ""}),
    Panel("entropy, nats per token", {"train/entropy": ""}),
    Panel("KL to the start model", {"train/kl": ""}),
    Panel("token accuracy", {"train/token_accuracy": ""}, share=True),
    Panel("variance the critic explains", {"train/explained_variance": ""}),
    Panel("gradient norm", {"train/grad_norm": ""}),
)
"""In the order they stand; those of which nothing was logged are left out."""


def draw_run(rows: Rows, path: Path) -> None:
    """Draw what was logged.

    Args:
        rows: Metrics of the step directory, one row per training step.
        path: PNG to write.
    """
    logged = {name for row in rows for name in row}
    panels = [panel for panel in PANELS if logged & set(panel.metrics)]
    columns = 2 if len(panels) <= 4 else 3
    num_rows = max(1, -(-len(panels) // columns))
    with rc_context(STYLE):
        figure = Figure(figsize=(4 * columns, 2.9 * num_rows), layout="constrained")
        grid = figure.subplots(num_rows, columns, squeeze=False).ravel()
        for axes, panel in zip(grid, panels, strict=False):
            draw_curve(axes, panel.title, rows, panel.metrics, marker=panel.marker)
            if panel.share:
                axes.set_ylim(-0.02, 1.02)
                axes.yaxis.set_major_formatter(PercentFormatter(1))
        for axes in grid[len(panels) :]:
            axes.set_axis_off()
        save_png(figure, path)
