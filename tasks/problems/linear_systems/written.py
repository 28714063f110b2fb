"""Systems that are written out, as equations or with a matrix."""

from collections.abc import Sequence

from tasks.problems.linear_systems.check import check_system
from tasks.problems.linear_systems.elimination import RULES_EN, RULES_ZH, equations, matrix, system_box
from tasks.problems.proof import Template, chinese, english
from tasks.problems.spaces import Box

_VALUES = tuple(n for n in range(-9, 10) if n)
_LARGE = tuple(n for n in range(-40, 41) if abs(n) > 9)
_SPARSE = ("100110", "110001", "101010", "110110", "111010", "101111", "111011", "111110")
"""Which rows of four are added to which: 1-2, 1-3, 2-3, 1-4, 2-4, 3-4; each row takes part."""


def _equation_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    patterns = [(2, "0"), (2, "1"), (3, "000"), (3, "110"), (3, "101"), (3, "111"), (4, "111111")]
    return tuple(system_box(*pattern, values) for pattern in [*patterns, *((4, p) for p in _SPARSE)])


def _matrix_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    patterns = [(2, "1"), (3, "110"), (3, "000"), (3, "111"), (4, "111111")]
    return tuple(system_box(*pattern, values, jordan=True) for pattern in patterns)


EQUATIONS = Template(
    name="equations",
    boxes=_equation_boxes(_VALUES),
    wide=_equation_boxes(_LARGE),
    holes=True,
    build=equations,
    check=check_system,
    en=english(
        ("Solve this system by elimination.", "(#) {equation#}.", "What are {names}?"),
        (
            "Write the system as an augmented matrix and reduce it.",
            "(#) {equation#}.",
            "Find {names}.",
        ),
        **RULES_EN,
    ),
    zh=chinese(
        ("用消元法解方程组。", "(#) {equation#}。", "求{names}的值。"),
        ("把方程组写成增广矩阵并求解。", "(#) {equation#}。", "{names}各等于多少？"),
        **RULES_ZH,
    ),
)


MATRIX = Template(
    name="matrix",
    boxes=_matrix_boxes(_VALUES),
    wide=_matrix_boxes(_LARGE),
    holes=True,
    build=matrix,
    check=check_system,
    en=english(
        "Solve Av=b for the unknowns {names} of the vector v, where A={matrix} and b={right}.",
        "Use Gauss-Jordan elimination to find the entries {names} of the vector v with Av=b, "
        "where A={matrix} and b={right}.",
        **RULES_EN,
    ),
    zh=chinese(
        "设A={matrix}，b={right}，解线性方程组Av=b，其中v的各分量为{names}。",
        "用高斯-若尔当消元法解方程组Av=b，其中A={matrix}，b={right}，v的分量依次记作{names}。",
        **RULES_ZH,
    ),
)
