"""Personal data goes, numbers stay."""

import re
from pathlib import Path

import pytest
from data_fakes import REAL, row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.ingest import ingest_sources
from tasks.data.scrub import PATTERNS, scrub_problems, scrub_text
from tasks.data.stage import read_problems
from tasks.params.data import IngestParams, ScrubParams, SourceParams
from tasks.records import problem_id

KINDS = tuple(PATTERNS)


def numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+", text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Write to ann.lee+x@mail.example.com.", "Write to [email]."),
        ("邮箱是li@example.cn，谢谢", "邮箱是[email]，谢谢"),
        ("See https://example.com/a?b=1 for 3 apples.", "See [url] for 3 apples."),
        ("见www.example.cn。", "见[url]。"),
        ("Thanks @tom_s!", "Thanks [handle]!"),
        ("Call me at 555-123-4567 today", "Call me at [phone] today"),
        ("phone number: (020) 7946 0958", "phone number: [phone]"),
        ("电话：13812345678，", "电话：[phone]，"),
        ("Reach Ann, +86 138 1234 5678.", "Reach Ann, [phone]."),
        ("身份证11010519491231002X的人", "身份证[cn_id]的人"),
    ],
)
def test_personal_data_becomes_a_placeholder(text: str, clean: str) -> None:
    assert scrub_text(text, KINDS)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "Compute 54671 - 14456 - 35466.",
        "What is 13812345678 + 1?",
        "A call of 555 123 4567 + 1 seconds",
        "5 + +86 138 1234 5678",
        "110105194912310021",  # a wrong check digit
        "11010519491231002X * 2",
        "What is $$5$$@$$10$$?",
        "$m$@$n=m\\times m$, 11@9",
        "Phones cost 120 300 or 500 dollars.",
        "电话亭有1234567个",
        "他打了3个电话，每个12345678秒",
    ],
)
def test_maths_is_left_alone(text: str) -> None:
    assert scrub_text(text, KINDS)[0] == text


def test_a_number_that_the_answer_uses_is_no_telephone_number() -> None:
    text = "Tel 555-1234567. What is the last part?"
    assert scrub_text(text, KINDS)[0] != text
    assert scrub_text(text, KINDS, used={"1234567"})[0] == text


def test_only_the_kinds_asked_for_are_replaced() -> None:
    assert scrub_text("a@b.example, www.example.org", ("url",))[0] == "a@b.example, [url]"


@given(st.lists(st.integers(0, 10**19), min_size=1, max_size=6), st.sampled_from(list(" +-*/=,.")))
@settings(max_examples=200, deadline=None)
def test_no_formula_loses_a_number(values: list[int], sign: str) -> None:
    text = f"Compute {f' {sign} '.join(map(str, values))} = ?"
    allowed = re.fullmatch(r"[1-8]\d{17}", str(values[0])) and len(values) == 1
    assert scrub_text(text, KINDS)[0] == text or allowed


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    once = scrub_text(text, KINDS)[0]
    assert scrub_text(once, KINDS)[0] == once


def test_a_changed_row_has_the_id_of_its_new_text_and_says_so(tmp_path: Path) -> None:
    synthetic = step_folder(tmp_path / "s", [row("Compute 1+1.", source="synthetic")])
    corpora = step_folder(tmp_path / "c", [row("Mail a@b.example 3 pens, a@b.example 4. Total?")])
    report = scrub_problems(ScrubParams(), synthetic=synthetic, corpora=corpora, out_dir=tmp_path / "out")
    plain, changed = read_problems(tmp_path / "out")
    assert plain.prompt == "Compute 1+1."
    assert changed.prompt == "Mail [email] 3 pens, [email] 4. Total?"
    assert changed.problem_id == problem_id(changed.prompt)
    assert changed.provenance["scrubbed"] == "email:2"
    assert (report.replaced, report.changed_rows, report.counts.kept) == ({"email": 2}, 1, 2)


@pytest.mark.skipif(not (REAL / "gsm8k").is_dir(), reason="the real corpora are not here")
def test_no_number_of_the_real_corpora_changes(tmp_path: Path) -> None:
    params = IngestParams(
        gsm8k=SourceParams(path=str(REAL / "gsm8k" / "train.jsonl")),
        tal_scq5k=SourceParams(path=str(REAL / "tal_scq5k")),
    )
    ingest_sources(params, out_dir=tmp_path)
    for problem in read_problems(tmp_path):
        for text in (problem.prompt, problem.solution):
            assert numbers(scrub_text(text, KINDS)[0]) == numbers(text), text
