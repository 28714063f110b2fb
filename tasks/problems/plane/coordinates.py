"""Figures as points: their areas and lengths, for the oracles."""

import math
from collections.abc import Mapping
from itertools import pairwise

Point = tuple[float, float]
Numbers = Mapping[str, int]


def area_of(*points: Point) -> float:
    """Of a polygon, by the shoelace formula."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def length_of(*points: Point) -> float:
    """Of the way from each point to the next."""
    return sum(math.dist(start, end) for start, end in pairwise(points))
