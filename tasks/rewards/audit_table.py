"""The audit for people: what honest outputs and attacks earned, and what was found. Goes to stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from tasks.rewards.attacks import ATTACKS, HONEST
from tasks.rewards.score import COMPONENTS, TOTALS

if TYPE_CHECKING:
    from tasks.rewards.audit import Finding, Value


def show(values: Sequence[Value], findings: Sequence[Finding]) -> None:
    """Print both tables."""
    console = Console(stderr=True, width=None if Console(stderr=True).is_terminal else 160)
    bad = {(finding.attack, finding.reward) for finding in findings}
    console.print(_earnings(values, bad))
    if findings:
        console.print(_findings(findings))


def _earnings(values: Sequence[Value], bad: set[tuple[str, str]]) -> Table:
    table = Table(
        title="Means of honest outputs, then the most that each attack was paid", title_justify="left"
    )
    rewards = [*(f"total/{kind}" for kind in TOTALS), *COMPONENTS]
    for name in ("output", *rewards):
        table.add_column(name.replace("/", "\n"), justify="left" if name == "output" else "right")
    for output in HONEST:
        rows = [value.earned for value in values if value.output == output]
        table.add_row(output, *(_number(sum(row[name] for row in rows) / len(rows)) for name in rewards))
    table.add_section()
    for output, attack in ATTACKS.items():
        rows = [value.earned for value in values if value.output == output]
        cells = [
            f"[bold red]{_number(most)}[/]" if (output, name) in bad else _number(most)
            for name in rewards
            for most in [max(row[name] for row in rows)]
        ]
        table.add_row(output, *cells, style="" if attack.right else "dim")
    return table


def _findings(findings: Sequence[Finding]) -> Table:
    table = Table(title=f"{len(findings)} findings: a reward pays what it should not", title_justify="left")
    for name in ("rule", "attack", "reward", "value", "allowed", "problem"):
        table.add_column(name, justify="right" if name in ("value", "allowed") else "left")
    for found in findings:
        table.add_row(
            found.rule,
            found.attack,
            found.reward,
            _number(found.value),
            _number(found.allowed),
            found.problem[:60],
        )
    return table


def _number(value: float) -> str:
    return f"{value:.2f}"
