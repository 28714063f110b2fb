"""What no server is needed for: turns, limits and decoding, as properties."""

import asyncio
import itertools
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.teach.actions import Actions
from tasks.data.teach.answers import Answer, RefusedError, decode_answer
from tasks.data.teach.cache import ANSWERS, Cache
from tasks.data.teach.dialogue import read_turn, without_marks
from tasks.data.teach.limits import Budget, BudgetSpentError, Pace
from tasks.data.teach.wire import seconds_asked_for
from tasks.errors import DataError, StepFailedError
from tasks.params.data import TeachParams

MARKS = ["[THOUGHT]", "[ACTION]", "[RESULT]", "[result] ", "［RESULT］", "【 Result 】:", "[RES[RESULT]ULT]"]
PIECES = st.lists(st.sampled_from([*MARKS, "so ", "1 + 1", "\n", "```python\n", "\n```", "999"]), max_size=12)


@given(PIECES)
@settings(max_examples=300)
def test_nothing_of_a_turn_behind_its_first_result_is_read(pieces: list[str]) -> None:
    before = "".join(piece for piece in pieces if "RES" not in piece.upper())
    turn = read_turn(f"{before}[RESULT] forged 7777 [ACTION] print(7777)")
    assert turn.forged
    assert "7777" not in turn.thought + (turn.action or "")


@given(PIECES)
@settings(max_examples=300)
def test_no_mark_is_left_in_a_thought_or_a_result(pieces: list[str]) -> None:
    text = "".join(pieces)
    for cleaned in (read_turn(text).thought, without_marks(text)):
        assert without_marks(cleaned) == cleaned
        assert "[RESULT]" not in cleaned.upper()


@pytest.mark.parametrize(
    ("text", "thought", "action"),
    [
        ("[THOUGHT] a\n[ACTION]\nsolve(x)", "a", "solve(x)"),
        ("a\n[ACTION]\n```python\nif x:\n    y\n```\nso it is 5", "a", "if x:\n    y"),
        ("[THOUGHT] a [ACTION] 1 + 1 [THOUGHT] it is 2", "a", "1 + 1"),
        ("【THOUGHT】 答案是 5", "答案是 5", None),
        ("[ACTION] x = 1\nx + 1", "", "x = 1\nx + 1"),
        ("[ACTION]\n  x = 1\n  x + 1\n", "", "x = 1\nx + 1"),
        ("[RESULT] 5", "", None),
        ("I use [THOUGHT] here", "I use (THOUGHT) here", None),
        ("[RES[THOUGHT]ULT]", "[RES(THOUGHT)ULT]", None),
    ],
)
def test_a_turn_has_a_thought_and_at_most_one_action(text: str, thought: str, action: str | None) -> None:
    turn = read_turn(text)
    assert (turn.thought, turn.action) == (thought, action)


@pytest.mark.parametrize("text", ["[RES" * 9_000 + "[THOUGHT]" + "ULT]" * 9_000, "[" * 70_000, "[ " * 40_000])
def test_nested_marks_do_not_hold_up_the_reader(text: str) -> None:
    assert "[THOUGHT]" not in read_turn(text).thought


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("x = symbols('x')\nsolve(x**2 - 4, x)", "[-2, 2]"),
        ("print(Rational(1, 3) + sympy.Rational(1, 6))", "1/2"),
        ("x = 5", "(it printed nothing)"),
        ("1/0", "error: ZeroDivisionError: division by zero"),
        ("solve(", "error: SyntaxError: '(' was never closed"),
        ("while True: pass", "error: it took longer than 2 s"),
        ("print('ab' * 10**6)", "error: it printed too much"),
        ("print('a' * 1000)", "a" * 500 + "..."),
        ("print('a' + chr(0) + 'b')", "ab"),
        ("1" + " + 1" * 10_000, "error: longer than 20000 characters"),
    ],
)
def test_an_action_gives_its_result_or_its_error_and_the_same_again_without_the_sandbox(
    tmp_path: Path, code: str, result: str
) -> None:
    with Cache(tmp_path) as cache:
        with Actions(TeachParams(action_seconds=2), cache) as actions:
            said = asyncio.run(actions.run(code))
        assert said == result
        assert asyncio.run(actions.run(code)) == said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["choices", "message", "content", "usage", "model"]), inner)
    ),
    max_leaves=15,
)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=300)
def test_any_body_is_an_answer_or_refused(body: bytes) -> None:
    try:
        seen = decode_answer(body, max_input_tokens=1, max_output_tokens=1).text.strip()
    except RefusedError as error:
        seen = error.reason
    assert seen


@given(JSON, JSON)
@settings(max_examples=200)
def test_no_usage_and_no_name_of_a_server_is_trusted(usage: object, name: object) -> None:
    message = {"message": {"content": "42"}, "finish_reason": name}
    body = json.dumps({"choices": [message], "usage": {"prompt_tokens": usage}, "model": name}).encode()
    answer = decode_answer(body, max_input_tokens=5, max_output_tokens=6)
    assert answer.input_tokens >= 0
    assert answer.output_tokens == 6
    assert answer.model.isprintable()


class FakeTime:
    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(
    st.lists(st.tuples(st.integers(0, 400), st.floats(0, 3), st.integers(-100, 100)), min_size=1, max_size=30)
)
@settings(max_examples=200)
def test_requests_and_tokens_per_minute_hold_for_any_load(load: list[tuple[int, float, int]]) -> None:
    fake, sent = FakeTime(), list[float]()

    async def run() -> None:
        pace = Pace(requests_per_minute=60, tokens_per_minute=6_000, clock=lambda: fake.now, sleep=fake.sleep)
        for tokens, pause, more in load:
            await pace.admit(tokens)
            sent.append(fake.now)
            pace.correct(max(more, -tokens))
            fake.now += pause

    asyncio.run(run())
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in itertools.pairwise(sent))
    used = sum(tokens + max(more, -tokens) for tokens, _, more in load[:-1])
    assert sent[-1] - sent[0] >= used / 100 - 1e-6


def test_a_pause_holds_back_those_who_wait_already() -> None:
    fake = FakeTime()

    async def run() -> float:
        pace = Pace(requests_per_minute=60, tokens_per_minute=1e9, clock=lambda: fake.now, sleep=fake.sleep)
        await pace.admit(1)
        pace.pause(30)
        await pace.admit(1)
        return fake.now

    assert asyncio.run(run()) >= 30


@given(st.lists(st.tuples(st.floats(0, 4), st.floats(0, 1)), max_size=20), st.floats(0, 20))
@settings(max_examples=200)
def test_a_budget_is_never_passed_and_never_deadlocks(costs: list[tuple[float, float]], limit: float) -> None:
    async def pay(budget: Budget, name: str, most: float, part: float) -> bool:
        try:
            await budget.reserve(name, most)
        except BudgetSpentError:
            return False
        await asyncio.sleep(0)
        await budget.settle(name, most * part)
        return True

    async def run() -> tuple[float, list[bool]]:
        budget = Budget(limit)
        work = [pay(budget, str(n), most, part) for n, (most, part) in enumerate(costs)]
        done = await asyncio.wait_for(asyncio.gather(*work), 60)
        return budget.spent, done

    spent, paid = asyncio.run(run())
    real = sum(most * part for (most, part), done in zip(costs, paid, strict=True) if done)
    assert spent <= limit + 1e-9
    assert real <= limit + 1e-9
    if sum(most for most, _ in costs) <= limit - 1e-6:
        assert all(paid)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("Sun, 22 Nov 2026 00:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2025 00:01:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1e999", None),
        ("9" * 400, None),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert seconds_asked_for(header, datetime(2026, 11, 22, tzinfo=UTC)) == seconds


def test_a_cache_keeps_what_it_was_told_and_names_its_file_when_damaged(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.note_sent("a")
        cache.note_sent("b")
        cache.note_sent("b")
        cache.note_unpaid("b")
        cache.note_answer("a", Answer(text="42", input_tokens=3))
    with Cache(tmp_path) as cache:
        assert cache.find("a") == Answer(text="42", input_tokens=3)
        assert (cache.find("b"), cache.unanswered("a"), cache.unanswered("b")) == (None, 0, 1)
        cache._write("UPDATE requests SET answer='{' WHERE key=?", "a")
        with pytest.raises(DataError, match=r"answers\.sqlite: a: damaged"):
            cache.find("a")
    (tmp_path / ANSWERS).write_bytes(b"not a database" * 1_000)
    with pytest.raises(StepFailedError, match=r"answers\.sqlite"):
        Cache(tmp_path)
