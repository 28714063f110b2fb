"""Write Math-Verify's own test cases as rows for our judge.

    python tests/golden/collect_math_verify.py SDIST_FOLDER    # unpacked math_verify-0.9.0

Every case that pytest collects there becomes one line of judge_math_verify.jsonl. A case with a gold and a
predicted text is one row; the others are listed below with the rows or the test of ours that ask the same.
A line that ends in `disagree` keeps that reason.
"""

import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("judge_math_verify.jsonl")
MODULES = [
    "all", "boxed", "configs", "gamma_func", "numina_cases", "open_thoughts", "raise_on_error", "strict",
    "string_extraction", "timeout", "yujianll",
]  # fmt: skip
POOL = "test_pool.py::test_a_job_that_hangs_is_killed_and_its_neighbours_are_served"
DEFECT = "test_judge.py::test_a_defect_is_raised_and_not_a_verdict"
THIRD, FOUR_THIRDS = "$\\frac{1}{3}$", "$\\frac{1}{3}+1$"
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "test_all.test_precision": [
        (THIRD, "0.333", True, 3), (THIRD, "0.333", False, 4), (FOUR_THIRDS, "1.333", True, 3),
        (FOUR_THIRDS, "1.333", False, 4), (THIRD, "0.3333$", True, 4),
    ],
    "test_gamma_func.test_gamma_as_function": [
        ("\\(\\Gamma(\\frac{\\pi}{12})\\)", "\\Gamma(\\frac{2\\pi}{24})", True),
        ("\\(\\Gamma(\\frac{\\pi}{12})\\)", "\\Gamma \\cdot \\frac{\\pi}{12}", False),
    ],
    "test_gamma_func.test_gamma_as_constant": [
        ("\\(\\Gamma * (\\frac{\\pi}{12})\\)", "\\frac{\\Gamma\\pi}{12}", True),
        ("\\(\\Gamma * (\\frac{\\pi}{12})\\)", "\\Gamma(\\frac{\\pi}{12})", False),
    ],
    "test_configs.test_boxed_match_priority": [
        ("1", "\\boxed{1}", True), ("9999", "final answer is $9999$", True),
    ],
    "test_configs.test_normalization_config": [("1/2", "$\\frac12$", True)],
}  # fmt: skip
"""Case without a gold and a predicted text -> (reference, completion, equal, decimals) that ask the same."""
TESTS = {
    "test_raise_on_error.test_verify_raise_on_error": DEFECT,
    "test_timeout.test_timeout_expr": POOL,
    "test_timeout.test_timeout_latex": POOL,
    "test_timeout.test_timeout_verify": POOL,
}
"""Case about options or time -> the test of ours that asks the same."""


def cases(folder: Path) -> Iterator[dict[str, Any]]:
    """One record per case that pytest collects."""
    sys.path.insert(0, str(folder))
    for module in MODULES:
        loaded = importlib.import_module(f"tests.test_{module}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if name.startswith("test_") and function.__module__ == loaded.__name__:
                yield from _of_function(f"test_{module}.{name}", function)


def _of_function(name: str, function: Any) -> Iterator[dict[str, Any]]:
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        yield _without_texts(name)
        return
    names = [part.strip() for part in marks[0].args[0].split(",")]
    for number, values in enumerate(marks[0].args[1]):
        yield _row(f"{name}.{number}", dict(zip(names, values, strict=True)))


def _without_texts(name: str) -> dict[str, Any]:
    if name in TESTS:
        return {"id": name, "test": TESTS[name]}
    return {"id": name, "rows": [_fields(*row) for row in ROWS[name]]}


def _row(case: str, values: dict[str, Any]) -> dict[str, Any]:
    if "config" in values:
        letters = values["expected"] or ["B"]
        return {"id": case, "rows": [_fields(letters[0].upper(), values["pred"], bool(values["expected"]))]}
    precision = values.get("precision", 6)
    equal = bool(values["expected"] if "expected" in values else values["result"])
    row = _fields(values["gold"], values["pred"], equal, None if precision == 6 else precision)
    return {"id": case, "rows": [row]}


def _fields(reference: str, completion: str, correct: bool, decimals: int | None = None) -> dict[str, Any]:
    row = {"reference": reference, "completion": completion, "correct": correct}
    return row if decimals is None else {**row, "decimals": decimals}


def main() -> None:
    """Collect, keep the known reasons, write."""
    known = [json.loads(line) for line in OUT.read_text("utf-8").splitlines()]
    reasons = {record["id"]: record["disagree"] for record in known if "disagree" in record}
    with OUT.open("w", encoding="utf-8") as file:
        for record in cases(Path(sys.argv[1])):
            reason = {"disagree": reasons[record["id"]]} if record["id"] in reasons else {}
            file.write(json.dumps({**record, **reason}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
