"""How many ways are there: routes in a grid, stairs, teams, multiples, rows.

Steps apply one counting rule each: choices, the product rule, subtraction, inclusion and exclusion, a
recurrence. The oracles go another way, which each module tells.
"""

from tasks.problems import multiples, routes, rows, stairs, teams
from tasks.problems.proof import Subtask

COUNTING = Subtask(
    kind="logic",
    version="2",
    templates=(
        *routes.ROUTES,
        *stairs.STAIRS,
        *teams.TEAMS,
        *multiples.MULTIPLES,
        *rows.ROWS,
    ),
)
"""Counting without listing."""
