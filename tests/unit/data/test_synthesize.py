"""Drawing problems: proved, judged, different, and the same every time."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data import synthesize
from tasks.data.batches import PROBLEMS, read_problems
from tasks.data.plan import SHARES
from tasks.data.reference import perturb, reference_fault
from tasks.data.stage import DROPPED, read_stages
from tasks.data.synthesize import plan_cells, synthesize_problems
from tasks.errors import ConfigError, DataError
from tasks.params.data import SynthesizeParams
from tasks.problems import SUBTASKS
from tasks.records import DroppedRow, read_jsonl
from tasks.verify import Outcome, same_value

SMALL = SynthesizeParams(num_problems=140, num_eval_problems=4)
FEW = (
    "algebra.polynomial",
    "arithmetic.percent",
    "linear_algebra.matrix",
    "logic.propositional",
    "logic.sets",
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these subtasks: counting the proofs of all takes far longer than drawing some."""
    monkeypatch.setattr(synthesize, "SUBTASKS", {name: SUBTASKS[name] for name in FEW})


@pytest.mark.usefixtures("few")
def test_every_subtask_level_and_language_is_drawn_for_both_splits(tmp_path: Path) -> None:
    check_all_drawn(tmp_path, list(FEW))


@pytest.mark.slow
def test_all_subtasks_are_drawn_for_both_splits(tmp_path: Path) -> None:
    check_all_drawn(tmp_path, list(SUBTASKS))


def check_all_drawn(tmp_path: Path, subtasks: list[str]) -> None:
    report = synthesize_problems(SMALL, out_dir=tmp_path)
    problems = list(read_problems(tmp_path))
    assert len({p.problem_id for p in problems}) == len(problems) == report.counts.kept
    assert report.num_eval == 4 * len(subtasks) * len(SMALL.eval_levels)
    drawn = {(p.split, p.subtask, p.level) for p in problems}
    assert drawn == {
        (s, t, n) for s, levels in (("train", (1, 2)), ("eval", (1, 2, 3))) for t in subtasks for n in levels
    }
    assert {p.language for p in problems} == {"en", "zh"}
    assert report.counts.read == report.counts.kept + sum(report.counts.dropped.values())
    assert read_stages(tmp_path) == [report.counts]


@pytest.mark.usefixtures("few")
def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_problems(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synthesize_problems(SMALL.model_copy(update={"seed": seed}), out_dir=tmp_path / name)
    first, again, other = ((tmp_path / name / PROBLEMS).read_bytes() for name in "abc")
    assert first == again
    assert first != other


@pytest.mark.usefixtures("few")
def test_a_cell_with_few_problems_stops_and_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesize, "count_proofs", lambda *_, level, **__: 3 if level == 2 else 0)
    report = synthesize_problems(SMALL.model_copy(update={"num_problems": 1_000}), out_dir=tmp_path)
    assert report.num_train == report.num_eval == 3 * len(FEW)
    assert len([cell for cell in report.exhausted if cell.startswith("train/")]) == 2 * len(FEW)
    assert report.exhausted["eval/algebra.polynomial/2"] == 1
    assert not report.counts.dropped


@pytest.mark.usefixtures("few")
def test_processes_draw_what_one_process_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesize, "SLICE_PROBLEMS", 7)
    for place in ("processes:1", "processes:2"):
        monkeypatch.setenv("REASONLOOP_ENGINE", place)
        synthesize_problems(SMALL, out_dir=tmp_path / place)
    one, two = ((tmp_path / f"processes:{n}" / PROBLEMS).read_bytes() for n in (1, 2))
    assert one == two


@pytest.mark.usefixtures("few")
def test_probes_are_held_out_rows_of_their_own_streams(tmp_path: Path) -> None:
    params = SMALL.model_copy(update={"num_probe_problems": 2, "eval_levels": (2,)})
    synthesize_problems(params, out_dir=tmp_path)
    drawn = Counter((p.split, p.provenance["stream"]) for p in read_problems(tmp_path))
    assert drawn["eval", "eval"] == 4 * len(FEW)
    assert 0 < drawn["eval", "heldout_template"] <= 2 * len(FEW)
    assert 0 < drawn["eval", "extrapolate"] <= 2 * len(FEW)
    assert drawn["train", "train"] == SMALL.num_problems


def test_templates_and_languages_are_not_in_step(tmp_path: Path) -> None:
    params = SynthesizeParams(
        num_problems=120, num_eval_problems=0, weights={"logic.propositional": 1.0}, other_weight=0
    )
    synthesize_problems(params, out_dir=tmp_path)
    drawn = Counter((p.provenance["template"], p.language) for p in read_problems(tmp_path))
    assert min(drawn.values()) > 0.3 * max(drawn.values())
    assert len(drawn) == 4


@pytest.mark.usefixtures("few")
def test_a_draw_whose_proof_or_judgement_fails_is_dropped_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(problem: object) -> None:  # noqa: ARG001
        raise DataError("step 2: 3+4 is not 8")

    monkeypatch.setattr(synthesize, "check_problem", refuse)
    report = synthesize_problems(SMALL, out_dir=tmp_path)
    assert (report.num_train, report.num_eval) == (0, 0)
    assert set(report.counts.dropped) == {"proof_fails"}
    assert next(read_jsonl(tmp_path / DROPPED, DroppedRow)).text.startswith("step 2: 3+4 is not 8")


@given(
    total=st.integers(1, 5_000),
    weights=st.dictionaries(st.sampled_from(sorted(SUBTASKS)), st.floats(0, 10), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_weights_share_out_exactly_the_wanted_number(total: int, weights: dict[str, float]) -> None:
    cells = plan_cells(SynthesizeParams(num_problems=total, weights=weights))
    wanted = Counter(cell.subtask for cell in cells if cell.split == "train" for _ in range(cell.wanted))
    assert wanted.total() == total
    assert all(wanted[name] == 0 for name, weight in weights.items() if weight == 0)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"arithmetic.chains": 1.0}, "no subtask 'arithmetic.chains'"),
        (dict.fromkeys(SUBTASKS, 0.0), "must be above 0"),
        ({"arithmetic.chain": -1.0}, "must not be negative"),
    ],
)
def test_impossible_weights_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("must be above 0", "one must be above 0")):
        plan_cells(SynthesizeParams(weights=weights))


@pytest.mark.parametrize("answer", ["7", "-3", "1/9", "2.50", "x=3", "true", "false", "no", "B"])
def test_a_perturbed_answer_is_wrong(answer: str) -> None:
    assert same_value(perturb(answer), answer).outcome is Outcome.WRONG
    assert reference_fault(answer) == ""


def test_a_cell_may_have_a_weight_of_its_own_and_the_wanted_shares_are_told(tmp_path: Path) -> None:
    weights = {"arithmetic.percent": 1.0, "arithmetic.percent.L2": 3.0, "logic.sets": 2.0}
    params = SynthesizeParams(num_problems=80, num_eval_problems=0, weights=weights, other_weight=0)
    synthesize_problems(params, out_dir=tmp_path)
    drawn = Counter(f"{p.subtask}.L{p.level}" for p in read_problems(tmp_path))
    assert drawn == {
        "arithmetic.percent.L1": 10,
        "arithmetic.percent.L2": 30,
        "logic.sets.L1": 20,
        "logic.sets.L2": 20,
    }
    shares = json.loads((tmp_path / SHARES).read_bytes())
    assert {cell: share for cell, share in shares.items() if share} == {
        cell: number / 80 for cell, number in drawn.items()
    }
