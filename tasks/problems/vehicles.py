"""What moves in problems of motion."""

from collections.abc import Sequence

TRAIN = {"en": "train", "zh": "一列火车"}
CAR = {"en": "car", "zh": "一辆汽车"}
BUS = {"en": "bus", "zh": "一辆客车"}
TRUCK = {"en": "truck", "zh": "一辆卡车"}
FAST_TRAIN = {"en": "high-speed train", "zh": "一列高速列车"}
ROCKET = {"en": "rocket", "zh": "一枚火箭"}


def one_of(choices: Sequence[dict[str, str]], *numbers: int) -> dict[str, dict[str, str]]:
    """What moves; the numbers of the problem choose, so that both languages tell the same."""
    return {"who": choices[sum(numbers) % len(choices)]}
