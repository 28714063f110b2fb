"""Plane geometry: angles, Pythagoras with whole sides, circles, similar figures, areas, a field with a fence.

The oracles put the figure into coordinates, measure distances, and take areas by the shoelace formula; for
circles they add up or take away thin rings and slices.
"""

from tasks.problems.plane.circles import RING_SECTOR, SECTOR, STADIUM
from tasks.problems.plane.quadrilaterals import FIELD, QUADRILATERAL
from tasks.problems.plane.right_triangles import CHORD, LADDER, RHOMBUS
from tasks.problems.plane.similar import BISECTOR, SHADOW, SIMILAR_AREAS
from tasks.problems.plane.trapezoids import ISOSCELES_TRAPEZOID, TRAPEZOID
from tasks.problems.proof import Subtask

__all__ = ["PLANE"]

PLANE = Subtask(
    kind="applied",
    version="2",
    templates=(
        TRAPEZOID,
        SHADOW,
        BISECTOR,
        LADDER,
        SECTOR,
        STADIUM,
        RHOMBUS,
        QUADRILATERAL,
        ISOSCELES_TRAPEZOID,
        FIELD,
        SIMILAR_AREAS,
        CHORD,
        RING_SECTOR,
    ),
)
