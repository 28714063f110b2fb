"""Solids in everyday things: tanks, cans, cones, balls, silos, pipes, a pool, a room.

pi stays pi. The oracles slice the bodies: Simpson's rule on the areas of sections is exact for every
body here; surfaces are lengths times the ways of their centroids; flat things are cut another way.
"""

from tasks.problems.proof import Subtask
from tasks.problems.solid.cones import CAPSULE, CONE, FRUSTUM, RECAST
from tasks.problems.solid.cuboids import OPEN_BOX, TANK
from tasks.problems.solid.cylinders import CAN, PIPE, SILO
from tasks.problems.solid.rooms import POOL, ROOM

__all__ = ["SOLID"]

SOLID = Subtask(
    kind="applied",
    version="2",
    templates=(
        TANK,
        CAN,
        CONE,
        RECAST,
        SILO,
        POOL,
        CAPSULE,
        PIPE,
        ROOM,
        OPEN_BOX,
        FRUSTUM,
    ),
)
