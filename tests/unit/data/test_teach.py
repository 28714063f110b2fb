"""Teachers, asked for real: our own server in a process of its own, honest and hostile."""

import dataclasses
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from data_fakes import row

import tasks
from tasks.data.batches import PROBLEMS
from tasks.data.clean import clean_problems
from tasks.data.dedup import deduplicate_problems
from tasks.data.stage import DROPPED, MAX_TRACES
from tasks.data.teach.cache import Cache
from tasks.data.teach.distil import REJECTED, distil_traces
from tasks.data.teach.report import DistilReport
from tasks.errors import BusyError, ConfigError, StepFailedError
from tasks.params.data import CleanParams, DedupParams, TeachParams
from tasks.records import DroppedRow, Problem, read_jsonl, to_dict, write_jsonl
from tasks.verify import check_steps, judge

KEY = "sk-planted-0123456789"
ONE = [row("Compute 12 + 30.", "42")]
SEVERAL = [row(f"Compute {n} + {n + 18}.", str(2 * n + 18)) for n in range(10, 22)]


class TeachServer:
    """The server process, and what it says of itself."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("teach_server.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().strip()}/v1"

    def stats(self) -> dict[str, Any]:
        return httpx.get(self.url, timeout=60, trust_env=False).json()

    def arrivals(self, model: str) -> list[float]:
        return [when for name, when in self.stats()["arrivals"] if name == model]

    def billed(self, model: str) -> int:
        return self.stats()["billed"].get(model, 0)


@pytest.fixture(scope="module")
def server() -> Iterator[TeachServer]:
    server = TeachServer()
    yield server
    assert server.process.stdin
    server.process.stdin.close()
    server.process.wait(timeout=60)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTED_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "*")


def settings(server: TeachServer, folder: Path, model: str, /, **changes: Any) -> TeachParams:
    fast = {"requests_per_minute": 1e6, "tokens_per_minute": 1e9, "max_wait_seconds": 0.01, "samples": 1}
    place = {"base_url": server.url, "api_key_env": "PLANTED_KEY", "cache": str(folder / "cache")}
    return TeachParams(**{"model": model, **place, **fast, **changes})


def distil(params: TeachParams, folder: Path, problems: list[Problem], *, out: str = "out") -> DistilReport:
    write_jsonl(folder / "asked.jsonl", problems)
    return distil_traces(params, problems=folder / "asked.jsonl", out_dir=folder / out)


def kept(folder: Path, out: str = "out") -> list[Problem]:
    return list(read_jsonl(folder / out / PROBLEMS, Problem))


def rejected(folder: Path) -> list[DroppedRow]:
    return list(read_jsonl(folder / "out" / REJECTED, DroppedRow))


def test_only_traces_that_the_judge_accepts_are_kept_and_the_others_are_counted(
    server: TeachServer, tmp_path: Path
) -> None:
    params = settings(server, tmp_path, "mixed:counts", samples=5, concurrency=1)
    report = distil(params, tmp_path, ONE)
    assert report.num_traces == report.counts.kept == report.counts.read == 1
    assert report.rejected == {"wrong": 1, "refuted_step": 1, "unparsable": 1, "duplicate": 1}
    reasons = {found.reason: found.text for found in rejected(tmp_path)}
    assert "'43' for '42'" in reasons["wrong"]
    assert "12 + 30 = 44" in reasons["refuted_step"]


def test_the_traces_of_a_problem_are_one_row_with_its_provenance(server: TeachServer, tmp_path: Path) -> None:
    report = distil(settings(server, tmp_path, "right:rows", samples=3), tmp_path, SEVERAL)
    rows = kept(tmp_path)
    assert (report.counts.kept, report.num_traces) == (len(rows), 36)
    assert [found.problem_id for found in rows] == [p.problem_id for p in SEVERAL]
    requests = [request for found in rows for request in found.provenance["teacher_request"].split()]
    assert len(set(requests)) == 36
    for found in rows:
        assert (found.source, found.steps) == ("teacher", ())
        assert found.provenance["parent"] == found.problem_id
        assert found.provenance["teacher_host"] in server.url
        assert found.provenance["teacher_sample"] == "0 1 2"
        assert found.provenance["traces"] == "3 of 3 accepted"
        traces = (found.solution, *found.more_solutions)
        assert len(set(traces)) == 3
        for trace in traces:
            assert judge(found.answer, trace).outcome == "correct"
            assert check_steps(trace).first_bad is None


def test_all_traces_of_a_problem_survive_cleaning_and_deduplication(
    server: TeachServer, tmp_path: Path
) -> None:
    distil(settings(server, tmp_path, "right:through", samples=4), tmp_path, SEVERAL)
    params = CleanParams(min_trace_steps=1)
    clean_problems(params, problems=tmp_path / "out", out_dir=tmp_path / "clean")
    deduplicate_problems(DedupParams(), problems=tmp_path / "clean", out_dir=tmp_path / "once")
    assert [len(found.more_solutions) for found in kept(tmp_path, "once")] == [3] * len(SEVERAL)


def test_a_problem_has_a_bounded_number_of_traces_and_one_without_any_is_dropped(
    server: TeachServer, tmp_path: Path
) -> None:
    report = distil(settings(server, tmp_path, "right:many", samples=MAX_TRACES + 3), tmp_path, ONE)
    assert (report.num_traces, report.rejected) == (MAX_TRACES, {"surplus": 3})
    report = distil(settings(server, tmp_path, "null:none", samples=2), tmp_path, ONE, out="none")
    assert (report.counts.read, report.counts.dropped) == (1, {"no_accepted_trace": 1})


def test_reasoning_that_is_sent_apart_or_in_think_tags_is_the_solution(
    server: TeachServer, tmp_path: Path
) -> None:
    for name, solution in (("r1", "We add, 12 + 30 = 42."), ("apart", "We add, 12 + 30 = 42, done.")):
        distil(settings(server, tmp_path, name), tmp_path, ONE, out=name)
        assert [found.solution for found in kept(tmp_path, name)] == [solution]


def test_held_out_repeated_and_broken_problems_are_not_asked(server: TeachServer, tmp_path: Path) -> None:
    held_out = row("Compute 5 + 6.", "11", split="eval")
    broken = row("Compute 7 + 8.", "\\frac{")
    half = dataclasses.replace(row("Compute 9 + 9.", "18"), prompt="Compute 9 + 9. \ud800")
    asked = [*ONE, *ONE, held_out, broken, half]
    (tmp_path / "asked.jsonl").write_text("".join(json.dumps(to_dict(one)) + "\n" for one in asked))
    params = settings(server, tmp_path, "right:skip")
    report = distil_traces(params, problems=tmp_path / "asked.jsonl", out_dir=tmp_path / "out")
    assert report.skipped == {"bad_reference": 1, "bad_text": 1, "held_out": 1, "repeated": 1}
    assert len(server.arrivals("right:skip")) == report.requests == 1


def test_the_second_run_asks_nothing_and_writes_the_same(server: TeachServer, tmp_path: Path) -> None:
    params = settings(server, tmp_path, "right:cache", samples=2)
    first = distil(params, tmp_path, SEVERAL)
    second = distil(params, tmp_path, SEVERAL, out="again")
    assert (first.requests, first.cached) == (24, 0)
    assert (second.requests, second.cached) == (0, 24)
    assert len(server.arrivals("right:cache")) == 24
    assert (tmp_path / "out" / PROBLEMS).read_bytes() == (tmp_path / "again" / PROBLEMS).read_bytes()


def test_another_setting_of_the_request_is_another_request(server: TeachServer, tmp_path: Path) -> None:
    for changes in ({}, {"temperature": 0.5}, {"extra": {"top_p": 0.9}}, {"max_tokens": 77}):
        report = distil(settings(server, tmp_path, "right:other", **changes), tmp_path, ONE, out=str(changes))
        assert report.requests == 1


def test_more_samples_pay_for_the_new_ones_alone(server: TeachServer, tmp_path: Path) -> None:
    distil(settings(server, tmp_path, "right:more", samples=2), tmp_path, ONE)
    report = distil(settings(server, tmp_path, "right:more", samples=5), tmp_path, ONE, out="more")
    assert (report.cached, report.requests) == (2, 3)


def test_one_run_at_a_time_holds_the_cache(server: TeachServer, tmp_path: Path) -> None:
    with Cache(tmp_path / "cache"), pytest.raises(BusyError, match=r"another run uses this cache"):
        distil(settings(server, tmp_path, "right:busy"), tmp_path, ONE)
    assert not server.arrivals("right:busy")


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("huge", "too_large"),
        ("not-json", "not_json"),
        ("html", "wrong_content_type"),
        ("gzip", "compressed"),
        ("drip", "timed_out"),
        ("hang-up", "connection_lost"),
        ("redirect", "redirect"),
        ("echo", "key_repeated"),
        ("null", "no_content"),
        ("list", "no_content"),
        ("no-choices", "not_a_completion"),
        ("array", "not_a_completion"),
        ("nul", "control_characters"),
        ("surrogate", "bad_text"),
        ("tokens", "control_tokens"),
        ("think-tokens", "control_tokens"),
        ("cut", "cut_off"),
        ("bare", "too_short"),
        ("long", "too_long"),
        ("bad-request", "bad_request"),
        ("down", "server_error"),
    ],
)
def test_a_hostile_answer_is_refused_for_its_reason(
    server: TeachServer, tmp_path: Path, model: str, reason: str
) -> None:
    seconds = 1.0 if model == "drip" else 120.0
    params = settings(server, tmp_path, model, samples=2, max_retries=1, timeout_seconds=seconds)
    report = distil(params, tmp_path, ONE)
    refused = report.rejected
    assert refused in ({reason: 2}, {reason: 1, "duplicate": 1}, {reason: 1, "not_utf8": 1})
    assert not kept(tmp_path)
    assert not [p for p in (DROPPED, REJECTED) if KEY in (tmp_path / "out" / p).read_text()]


def test_bytes_beyond_the_limit_are_not_read(server: TeachServer, tmp_path: Path) -> None:
    before = server.stats()["refusals"].get("huge MiB written", 0)
    distil(settings(server, tmp_path, "huge:read", samples=4, concurrency=1), tmp_path, ONE)
    written = server.stats()["refusals"].get("huge MiB written", 0) - before
    assert written < 4 * 50


def test_paid_rubbish_is_not_paid_again(server: TeachServer, tmp_path: Path) -> None:
    params = settings(server, tmp_path, "null:again", samples=3)
    distil(params, tmp_path, ONE)
    report = distil(params, tmp_path, ONE, out="again")
    assert (report.requests, report.rejected) == (0, {"no_content": 3})
    assert len(server.arrivals("null:again")) == 3


@pytest.mark.parametrize(
    ("model", "words"),
    [("unauthorised", ["401", "teach.api_key_env"]), ("missing", ["404", "teach.model", "does not exist"])],
)
def test_an_error_that_a_setting_mends_names_the_setting_and_never_the_key(
    server: TeachServer, tmp_path: Path, model: str, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        distil(settings(server, tmp_path, model, samples=50, concurrency=2), tmp_path, ONE)
    assert all(word in str(caught.value) for word in words)
    assert KEY not in str(caught.value)
    assert len(server.arrivals(model)) <= 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"base_url": ""}, "teach.base_url is empty"),
        ({"model": ""}, "teach.model is empty"),
        ({"base_url": "file:///etc/passwd"}, "expected http"),
        ({"base_url": "http://user:secret@host/v1"}, "no user, password"),
        ({"base_url": "http://host/v1?key=secret"}, "no user, password"),
        ({"api_key_env": "NOT_SET_ANYWHERE"}, "is not set"),
        ({"api_key_env": "sk-a-key-by-mistake"}, "NAME of an environment variable"),
        ({"extra": {"messages": []}}, "teach.extra: 'messages'"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_is_sent(
    server: TeachServer, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        distil(settings(server, tmp_path, "right:unsent", **changes), tmp_path, ONE)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "mistake" not in str(caught.value)
    assert not server.arrivals("right:unsent")


def test_the_key_is_sent_and_stands_nowhere_else(
    server: TeachServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    distil(settings(server, tmp_path, "right:key"), tmp_path, ONE)
    assert server.stats()["headers"][0]["Authorization"] == f"Bearer {KEY}"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    assert KEY not in caplog.text


def test_the_budget_is_never_passed_and_a_higher_one_goes_on(server: TeachServer, tmp_path: Path) -> None:
    prices = {"input_price": 1_000.0, "output_price": 10_000.0, "max_tokens": 60}
    params = settings(server, tmp_path, "right:budget", samples=4, concurrency=4, max_cost=6.0, **prices)
    report = distil(params, tmp_path, SEVERAL)
    each = (100 * 1_000 + 50 * 10_000) / 1e6
    assert 0 < report.num_traces == server.billed("right:budget") < 48
    assert report.cost == pytest.approx(report.num_traces * each)
    assert report.cost <= 6.0
    assert report.num_traces + report.unasked == 48
    assert "teach.max_cost = 6" in report.stopped
    paid_before = report.num_traces
    report = distil(params.model_copy(update={"max_cost": 1e3}), tmp_path, SEVERAL, out="more")
    assert (report.num_traces, report.cached, report.stopped) == (48, paid_before, "")
    assert server.billed("right:budget") == 48


def test_an_answer_without_usage_costs_the_most_it_can(server: TeachServer, tmp_path: Path) -> None:
    params = settings(server, tmp_path, "bad-usage", output_price=1e6, max_tokens=10, max_cost=100.0)
    report = distil(params, tmp_path, ONE)
    assert (report.output_tokens, report.cost) == (10, 10.0)


def test_requests_keep_their_distance_by_the_clock_of_the_server(server: TeachServer, tmp_path: Path) -> None:
    began = server.stats()["now"]
    distil(settings(server, tmp_path, "right:pace", requests_per_minute=240.0), tmp_path, SEVERAL)
    arrivals = server.arrivals("right:pace")
    assert len(arrivals) == 12
    assert all(when - began >= n * 60 / 240 for n, when in enumerate(arrivals))


def test_a_refusal_is_tried_again_after_the_wait_that_the_server_asks_for(
    server: TeachServer, tmp_path: Path
) -> None:
    report = distil(settings(server, tmp_path, "limited", max_wait_seconds=5.0), tmp_path, ONE)
    first, second, third = server.arrivals("limited")
    assert second - first >= 1
    assert third > second
    assert (report.num_traces, report.requests, report.retries, report.cost) == (1, 3, 2, 0)


def test_a_wait_of_a_day_ends_the_run(server: TeachServer, tmp_path: Path) -> None:
    with pytest.raises(StepFailedError, match=r"wait 86400 s, more than teach.max_wait_seconds"):
        distil(settings(server, tmp_path, "shut", concurrency=1), tmp_path, SEVERAL)
    assert len(server.arrivals("shut")) == 1


def test_a_teacher_that_only_fails_ends_the_run(server: TeachServer, tmp_path: Path) -> None:
    params = settings(server, tmp_path, "down:long", samples=50, max_retries=0, max_failures=5, concurrency=1)
    with pytest.raises(StepFailedError, match=r"5 requests failed one after the other.*server_error"):
        distil(params, tmp_path, ONE)
    assert len(server.arrivals("down:long")) == 5


def test_a_teacher_with_tools_is_given_what_sympy_says_and_its_own_results_are_cut_off(
    server: TeachServer, tmp_path: Path
) -> None:
    report = distil(settings(server, tmp_path, "tools:loop", tools=True), tmp_path, SEVERAL[:3])
    assert report.num_traces == report.num_actions == report.num_forged == 3
    for problem, found in zip(SEVERAL, kept(tmp_path), strict=False):
        assert f"[RESULT]\n{problem.answer}\n[THOUGHT] SymPy says {problem.answer}" in found.solution
        assert found.solution.count("[RESULT]") == 1
        assert "999" not in found.solution
        assert found.provenance["teacher_actions"] == "1"
    again = distil(settings(server, tmp_path, "tools:loop", tools=True), tmp_path, SEVERAL[:3], out="again")
    assert (again.requests, again.cached) == (0, 6)


def test_rounds_are_limited_and_an_action_sees_nothing_of_this_machine(
    server: TeachServer, tmp_path: Path
) -> None:
    for name in ("endless-tools", "attacker-tools"):
        params = settings(server, tmp_path, name, tools=True, max_rounds=3)
        report = distil(params, tmp_path, ONE, out=name)
        assert report.rejected == {"too_many_rounds": 1}
        assert report.requests == 3
    assert b"root:" not in (tmp_path / "cache" / "answers.sqlite").read_bytes()


def start(params: TeachParams, folder: Path, failpoint: str = "") -> "subprocess.Popen[str]":
    """The task as a shell starts it."""
    (folder / "params.yaml").write_text(json.dumps({"teach": params.as_json(), "profiles": {"tiny": {}}}))
    command = [sys.executable, "-m", "tasks", "distil", "--problems", str(folder / "asked.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(Path(tasks.__file__).parents[1])}
    if failpoint:
        environment["REASONLOOP_FAILPOINT"] = failpoint
    return subprocess.Popen(
        [*command, "--out", str(folder / "out"), "--params", str(folder / "params.yaml")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("place", "lost"), [("sent", 0), ("answered", 1), ("noted", 0)])
def test_killed_at_any_place_the_same_command_finishes_and_nothing_is_paid_twice(
    server: TeachServer, tmp_path: Path, place: str, lost: int
) -> None:
    model = f"right:kill-{place}"
    write_jsonl(tmp_path / "asked.jsonl", SEVERAL)
    params = settings(server, tmp_path, model, samples=1, concurrency=1)
    killed = start(params, tmp_path, f"distil.{place}:5")
    killed.communicate(timeout=300)
    assert killed.returncode == -signal.SIGKILL
    out, errors = (finishing := start(params, tmp_path)).communicate(timeout=300)
    assert finishing.returncode == 0, errors
    report = json.loads(out)
    assert report["num_traces"] == server.billed(model) == 12
    assert len(server.arrivals(model)) == 12 + lost
    assert report["resent"] == (place != "noted")


def test_killed_with_requests_under_way_nothing_is_paid_twice(server: TeachServer, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "asked.jsonl", SEVERAL)
    params = settings(server, tmp_path, "slow:kill", samples=4, concurrency=4)
    running = start(params, tmp_path)
    while running.poll() is None and len(server.arrivals("slow:kill")) < 12:
        time.sleep(0.02)
    running.kill()
    running.communicate(timeout=300)
    out, errors = (finishing := start(params, tmp_path)).communicate(timeout=300)
    assert finishing.returncode == 0, errors
    report = json.loads(out)
    assert report["num_traces"] == server.billed("slow:kill") == 48
    twice = len(server.arrivals("slow:kill")) - 48
    assert twice <= report["resent"] <= 4
