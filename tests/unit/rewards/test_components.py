"""The components, and how they become the layered reward."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.chat import render_short, render_trace
from tasks.errors import ConfigError, DataError
from tasks.params import load_params
from tasks.params.reward import RewardParams
from tasks.problems import SUBTASKS, count_proofs, draw_problem
from tasks.records import Problem
from tasks.rewards import COMPONENTS, Breakdown, score_group
from tests.unit.ground.test_params import PROJECT

LAYERED = RewardParams(kind="layered")
QUESTION, ANSWER = "What is 37+8-9?", "36"


def say(think: str, answer: str = ANSWER) -> str:
    return f"<think>{think}</think><answer>{answer}</answer><|end|>"


def score(
    think: str, *, question: str = QUESTION, answer: str = ANSWER, params: RewardParams = LAYERED
) -> Breakdown:
    return score_group([question], [say(think, answer)], [ANSWER], params)[0]


def some_problem(subtask: str, index: int, language: str) -> Problem:
    level = 1 + index % 5
    index %= count_proofs(subtask, split="train", level=level)
    return draw_problem(subtask, seed=3, split="train", level=level, index=index, language=language)  # type: ignore[arg-type]


READ = (
    "algebra.linear",
    "arithmetic.chain",
    "arithmetic.fractions",
    "arithmetic.percent",
    "geometry.plane",
    "logic.propositional",
    "number_theory.gcd",
    "number_theory.modular",
    "physics.energy",
    "physics.motion",
    "physics.units",
)
"""Subtasks whose traces the step checker reads nearly in full; docs/rewards.md has the others' figures."""
READ_IN_WORDS = ("algebra.polynomial", "linear_algebra.system", *READ[:4], *READ[5:8], "physics.units")


@pytest.mark.parametrize("subtask", sorted(SUBTASKS))
def test_honest_work_that_is_not_read_earns_what_a_bare_right_answer_does(subtask: str) -> None:
    problems = [some_problem(subtask, index, language) for index in range(5) for language in ("en", "zh")]
    for p in problems:
        worked, short = score_group(
            [p.prompt] * 2, [render_trace(p), render_short(p)], [p.answer] * 2, LAYERED
        )
        assert worked.right
        assert worked.total > short.total - 0.15, "penalties, and no more"
        assert worked.language > 0.95 or subtask == "logic.syllogism", "its claims are words"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", READ)
def test_honest_compact_work_is_paid_nearly_in_full(subtask: str, language: str) -> None:
    problems = [some_problem(subtask, index, language) for index in range(20)]
    found = [score_group([p.prompt], [render_trace(p)], [p.answer], LAYERED)[0] for p in problems]
    assert min(one.total for one in found) > 0.75
    for name in ("total", "logic", "coherence", "language"):
        assert sum(getattr(one, name) for one in found) / 20 > 0.9, name


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", READ_IN_WORDS)
def test_honest_work_in_words_is_coherent(subtask: str, language: str) -> None:
    problems = [some_problem(subtask, index, language) for index in range(20)]
    texts = [say(problem.solution, problem.answer) for problem in problems]
    found = [
        score_group([p.prompt], [text], [p.answer], LAYERED)[0]
        for p, text in zip(problems, texts, strict=True)
    ]
    assert sum(one.coherence for one in found) / 20 > 0.9
    assert sum(one.language for one in found) / 20 > 0.95


@pytest.mark.parametrize(
    ("think", "logic", "coherence"),
    [
        ("37+8=45;45-9=36", 1, 1),
        ("37-9=28;28+8=36", 1, 1),
        ("37+8=45\n45-9=36", 1, 1),
        ("37+8=45;45-9=36;1=1;2=2", 1, 1),
        ("37+8=45;37+8=45;45-9=36", 1, 1),
        ("37 plus 8 is 45. 45 minus 9 is 36. The answer is 36.", 1, 1),
        ("37加8等于45。45减9等于36。答案是36。", 1, 1),
        ("３７＋８＝４５；４５－９＝３６", None, 1),
        ("37+8=45;5+5=10;45-9=36", 2 / 3, 4 / 9),
        ("37+8=46;46-9=36", 0, None),
        ("37+8=45;45-9=36;2+2=5", 0, None),
        ("37+8-9=36", 0, 0),
        ("What is 37+8-9?", 0, 0),
        ("37-1=36", 0, None),
        ("1=1;2=2;3=3", 0, 0),
        ("5+5=10;10+26=36", 0, 0),
        ("so it is 36", 0, 0),
        ("37 8 9", 0, 0),
        (".", 0, 0),
        ("", 0, 0),
        ("37+8=45;45-9=36;" + "x" * 40_000, 0, 0),
    ],
)
def test_what_reasoning_is_worth(think: str, logic: float | None, coherence: float | None) -> None:
    found = score(think)
    if logic is not None:
        assert found.logic == pytest.approx(logic)
    if coherence is not None:
        assert found.coherence == pytest.approx(coherence)


def test_more_claims_never_pay_more() -> None:
    detour = "37+8=45;45+9=54;54-9=45;45-9=36"
    assert score(detour).logic <= score("37+8=45;45-9=36").logic
    long = ";".join(f"{n}+1={n + 1}" for n in range(37, 90))
    assert score(f"{long};37+8=45;45-9=36").logic < 0.1


def test_a_question_of_logic_is_read_in_propositions() -> None:
    question = "True or false: from p, p->q, q->s, t it follows that s."
    good = "p,p->q|-q;q,q->s|-s"
    assert score(good, question=question, answer="true").logic == 1
    assert score("t,s|-s", question=question, answer="true").logic == 0, "s is what is asked for"
    assert score("z,z->s|-s", question=question, answer="true").logic == 0, "z comes from nowhere"
    assert score("p,p->q|-s", question=question, answer="true").logic == 0, "refuted"
    assert score(good, question=question, answer="true").coherence == 1


def test_only_the_right_answer_opens_the_pay() -> None:
    texts = [
        say("37+8=45;45-9=36"),
        "<answer>36</answer><|end|>",
        say("37+8=45;45-9=36", "35"),
        "<answer>35</answer><|end|>",
        "36",
    ]
    found = score_group([QUESTION] * 5, texts, [ANSWER] * 5, LAYERED)
    assert [one.total for one in found] == pytest.approx([1, 0.4, 0, 0, -0.1])
    assert found[2].logic == found[2].coherence == 0, "the steps lead to 36, the answer is 35"


def test_a_proof_gate_refuses_a_refuted_step() -> None:
    false_step = "2+2=5;37+8=45;45-9=36"
    strict = LAYERED.model_copy(update={"gate": "proof"})
    assert score(false_step).total > 0.4
    assert score(false_step, params=strict).total == 0
    assert score("37+8=45;45-9=36", params=strict).total == 1


def test_centred_right_answers_earn_one_on_average() -> None:
    params = LAYERED.model_copy(update={"process": "centered"})
    texts = [say("37+8=45;45-9=36"), "<answer>36</answer><|end|>", "<answer>35</answer><|end|>"]
    worked, short, wrong = score_group([QUESTION] * 3, texts, [ANSWER] * 3, params)
    assert (worked.total + short.total) / 2 == pytest.approx(1)
    assert worked.total - short.total == pytest.approx(0.6)
    assert wrong.total == 0
    assert score_group([QUESTION], texts[1:2], [ANSWER], params)[0].total == pytest.approx(1)


def test_length_is_measured_against_right_siblings_of_the_same_manner() -> None:
    texts = [say("37+8=45;45-9=36"), say("37+8=45;45-9=36;1=1;2=2"), "<answer>36</answer><|end|>"]
    found = score_group([QUESTION] * 3, texts, [ANSWER] * 3, LAYERED, lengths=[20, 60, 4])
    assert [one.efficiency for one in found] == pytest.approx([1, 40 / 60, 1])
    other = score_group([QUESTION, "What is 30+6?"], texts[:2], [ANSWER] * 2, LAYERED, lengths=[20, 60])
    assert [one.efficiency for one in other] == [1, 1], "another problem's completion is no sibling"


def test_repetition_and_language_are_penalties() -> None:
    once, often = score("37+8=45;45-9=36"), score(";".join(["37+8=45;45-9=36"] * 20))
    assert once.repetition == 1
    assert often.repetition < 0.2
    assert often.total < once.total
    assert score("37 plus eight gives 45").language == 1
    assert score("37加8等于45").language == 0
    assert score("Сначала 37+8=45").language == 0
    chinese = "小明有37元，又得8元，花了9元，还剩多少元？"
    assert score("37加8等于45", question=chinese).language == 1
    assert score("first 37 plus eight gives 45", question=chinese).language == 0
    assert score("$\\frac{1}{2}$，长 5 cm", question=chinese).language == 1


def test_wrong_answers_pay_penalties_only_if_set() -> None:
    kind = LAYERED.model_copy(update={"penalize_wrong": False})
    assert score_group([QUESTION], ["nonsense"], [ANSWER], LAYERED)[0].total == pytest.approx(-0.1)
    assert score_group([QUESTION], ["nonsense"], [ANSWER], kind)[0].total == 0


def test_a_broken_reference_is_an_error() -> None:
    with pytest.raises(DataError):
        score_group([QUESTION], [say("x")], [""], LAYERED)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"grpo.reward.logic": 0.4}, "must be 1"),
        ({"grpo.reward.format_penalty": 0.3}, "stay below 0.4"),
        ({"grpo.reward.kind": "bert"}, "bert"),
        ({"grpo.reward.gate": "none"}, "none"),
        ({"grpo.reward.symbolic": -1}, "greater than 0"),
        ({"grpo.reward.weight": 1}, "unknown setting 'grpo.reward.weight'"),
        ({"grpo.reward.repetition_ngram": 1}, "greater than or equal to 2"),
    ],
)
def test_settings_that_would_reward_the_wrong_thing_are_refused(
    overrides: dict[str, object], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        load_params(PROJECT / "params.yaml", overrides=overrides)


TAGS = ["<think>", "</think>", "<answer>", "</answer>", "<|end|>"]
WORDS = ["等于", "因此", "is", "\\boxed{36}", "x=", "\u200b", "=", "９", "$", "\n", "|-", "~p", " ", ";"]
PIECES = [*TAGS, *WORDS, "37+8=45", "45-9=36", "36", "35", "1=1"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=1, max_size=5))
def test_whatever_is_written_components_stay_in_bounds_and_wrong_never_beats_right(
    texts: list[str],
) -> None:
    texts = [text if n % 2 else say(text) for n, text in enumerate(texts)]
    found = score_group([QUESTION] * len(texts), texts, [ANSWER] * len(texts), LAYERED)
    for one in found:
        assert all(0 <= getattr(one, name) <= 1 for name in COMPONENTS)
        assert -0.35 <= one.total <= 1
        assert one.total > 0 if one.right else one.total <= 0
    again = score_group([QUESTION] * len(texts), texts, [ANSWER] * len(texts), LAYERED)
    assert again == found


@settings(max_examples=40, deadline=None)
@given(index=st.integers(0, 10_000), subtask=st.sampled_from(READ), data=st.data())
def test_a_changed_result_is_never_paid_for_its_logic(index: int, subtask: str, data: st.DataObject) -> None:
    problem = some_problem(subtask, index, "en")
    if problem.domain == "logic":
        return
    step = data.draw(st.sampled_from(problem.steps))
    head, _, tail = step.claim.rpartition("=")
    wrong = f"{head}={tail}7" if tail[-1:].isdigit() else step.claim
    trace = ";".join(wrong if one is step else one.claim for one in problem.steps)
    if wrong == step.claim:
        return
    found = score_group([problem.prompt], [say(trace, problem.answer)], [problem.answer], LAYERED)[0]
    assert found.logic == 0
    assert found.total <= 0.7 + 1e-9
    short = score_group([problem.prompt], [render_short(problem)], [problem.answer], LAYERED)[0]
    assert short.total == pytest.approx(0.4 - 0.1 * (1 - short.repetition))


@pytest.mark.parametrize(
    "question", [QUESTION, "True or false: from p, p->q it follows that q.", "(" * 20_000]
)
@pytest.mark.parametrize(
    "piece",
    ["(", "~(p->", "1+2=3;", "x=", "9", ",123", "5%", "|-", "得", "37 plus 8 is 45. ", "is ", "\ud800"],
)
def test_hostile_reasoning_ends_and_is_paid_no_logic(piece: str, question: str) -> None:
    """A pattern that backtracks needed 40 s for 40,000 brackets."""
    found = score(piece * (19_900 // len(piece)), question=question)
    assert found.right
    assert found.logic == 0
    assert found.total <= 0.7
