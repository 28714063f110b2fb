"""Each corpus: one row as it is published becomes a problem; what is not as promised names its reason."""

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from data_fakes import only
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data import readers
from tasks.data.batches import read_problems
from tasks.data.ingest import IngestReport, ingest_sources, split_of
from tasks.data.readers import read_rows
from tasks.data.sources import SOURCES, aqua_rat, folio, gaokao, knights, mathqa
from tasks.data.sources.html import text_of_html
from tasks.data.sources.source import RowError, lettered
from tasks.data.sources.stack_exchange import xml_row
from tasks.params.data import IngestParams, SourceParams, StackExchangeParams, TraceParams
from tasks.records import Problem

MATHQA = {
    "problem": "a cuts 3 ropes of 4 m . how long ?",
    "rationale": '"3 * 4 = 12 answer : a"',
    "options": "a ) 12 , b ) 1,600 , c ) none",
    "correct": "a",
    "annotated_formula": "multiply(3, 4)",
}
AQUA = {"question": "3+4?", "options": ["A)7", "B)8 (b)"], "rationale": "3+4=7", "correct": "A"}
MCQ = {
    "question": "12. （5 分) 下列正确的是 ( )\nA. $1$\nB. 2\nC. 3 D. 4\n",
    "answer": ["ABD"],
    "analysis": "解",
}
FILL = {"question": "13. (5 分) 求 $x$\n", "answer": "$\\frac{1}{2}$\n", "analysis": "解"}
OPEN = {"question": "17. (12 分) 证明。", "answer": "证明: 略", "analysis": "思路"}
KNIGHTS = {
    "quiz": "You meet Mia and Bo. Who is what?",
    "names": ["Mia", "Bo"],
    "solution": [True, False],
    "solution_text": "Mia is a knight, and Bo is a knave.",
    "cot_head": "Think.",
    "cot_repeat_steps": ["Assume Mia is a knight.", "Assume Bo is a knave.", "Done."],
    "cot_foot": "Feasible.",
}
FOLIO = {
    "premises": ["All a are b.", "x is a."],
    "conclusion": "x is b.",
    "label": "Unknown",
    "premises-FOL": ["A"],
}


def ingest(
    name: str, setting: SourceParams, out_dir: Path, **values: Any
) -> tuple[IngestReport, list[Problem]]:
    report = ingest_sources(only({name: setting}, **values), out_dir=out_dir)
    return report, list(read_problems(out_dir))


def test_every_source_has_a_setting_of_its_name() -> None:
    assert set(SOURCES) <= set(IngestParams.model_fields)


@pytest.mark.parametrize("options", [MATHQA["options"], "['a ) 12', 'b ) 1,600', 'c ) none']"])
def test_mathqa_options_are_told_apart_and_the_formula_travels(options: str) -> None:
    problem = mathqa.parse_row({**MATHQA, "options": options}, "w")
    assert problem.prompt.endswith("how long ?\nA. 12\nB. 1,600\nC. none")
    assert (problem.answer, problem.level, problem.provenance["formula"]) == ("A", 1, "multiply(3, 4)")


def test_aqua_options_take_the_normal_form() -> None:
    problem = aqua_rat.parse_row(AQUA, "w")
    assert (problem.prompt, problem.answer) == ("3+4?\nA. 7\nB. 8 (b)", "A")


def test_gaokao_choices_may_have_several_letters() -> None:
    problem = gaokao.parse_row(MCQ, "2010-2022_Physics_MCQs.json:1")
    assert problem.prompt == "下列正确的是 ( )\nA. $1$\nB. 2\nC. 3\nD. 4"
    assert (problem.answer, problem.subtask, problem.checkable) == ("A, B, D", "physics.gaokao", True)


def test_gaokao_blanks_are_checkable_unless_filled_with_words_and_open_questions_never() -> None:
    blank = gaokao.parse_row(FILL, "2010-2022_Math_I_Fill-in-the-Blank.json:1")
    assert (blank.prompt, blank.answer, blank.checkable) == ("求 $x$", "\\frac{1}{2}", True)
    words = gaokao.parse_row({**FILL, "answer": "三棱锥"}, "2010-2022_Math_I_Fill-in-the-Blank.json:1")
    proof = gaokao.parse_row(OPEN, "2010-2022_Math_I_Open-ended_Questions.json:1")
    assert [(p.answer, p.checkable) for p in (words, proof)] == [("", False)] * 2
    assert proof.solution == "证明: 略"


def test_a_year_at_the_beginning_is_not_taken_for_a_number_of_the_question() -> None:
    row = {**FILL, "question": "5. 2021 年产量"}
    assert gaokao.parse_row(row, "Fill-in").prompt == "2021 年产量"
    assert gaokao.parse_row({**FILL, "question": "3.5 吨"}, "Fill-in").prompt == "3.5 吨"


def test_knights_and_knaves_answer_in_the_order_of_the_names() -> None:
    problem = knights.parse_row(KNIGHTS, "w")
    assert problem.answer == "knight, knave"
    assert problem.prompt.endswith("in this order: Mia, Bo.")
    assert (problem.level, problem.solution.count("\n")) == (2, 5)


def test_folio_unknown_is_uncertain() -> None:
    problem = folio.parse_row(FOLIO, "w")
    assert (problem.answer, problem.licence) == ("Uncertain", "CC-BY-SA-4.0")
    assert problem.prompt.splitlines()[-2:] == [
        "Conclusion: x is b.",
        "Is the conclusion True, False or Uncertain?",
    ]


def test_the_conclusions_on_one_story_are_held_out_together() -> None:
    story = [folio.parse_row({**FOLIO, "conclusion": f"x is b{n}."}, "w") for n in range(20)]
    others = [folio.parse_row({**FOLIO, "premises": [f"Every a is b{n}."]}, "w") for n in range(60)]
    params = IngestParams(eval_share=0.3)
    assert len({split_of(problem, params) for problem in story}) == 1
    assert {split_of(problem, params) for problem in others} == {"train", "eval"}


def test_logicbench_samples_unfold_into_questions(tmp_path: Path) -> None:
    pairs = [{"question": f"q{n}?", "answer": answer} for n, answer in enumerate(("yes", "no", "perhaps"))]
    choice = {
        "context": "c",
        "question": "which?",
        "choices": {"choice_1": "x", "choice_2": "y"},
        "answer": "choice_2",
    }
    samples: list[Any] = [{"context": "If a then b.", "qa_pairs": pairs}, {"context": "c"}, choice, 7]
    folder = tmp_path / "first_order_logic" / "modus_ponens"
    folder.mkdir(parents=True)
    (folder / "data_instances.json").write_text(json.dumps({"data_samples": samples}))
    report, problems = ingest("logicbench", SourceParams(path=str(tmp_path)), tmp_path / "out")
    assert [(p.answer, p.prompt.splitlines()[-1]) for p in problems] == [
        ("yes", "Answer yes or no."),
        ("no", "Answer yes or no."),
        ("B", "B. y"),
    ]
    assert problems[1].provenance["row"] == "first_order_logic/modus_ponens/data_instances.json:1.2"
    assert report.counts.quarantined == {"missing_key": 1, "not_an_object": 1, "unknown_label": 1}
    assert report.counts.read == 6


@pytest.mark.parametrize(
    ("source", "row", "reason"),
    [
        ("mathqa", {**MATHQA, "options": "12 , 16"}, "too_few_options"),
        ("mathqa", {**MATHQA, "correct": "e"}, "answer_is_no_option"),
        ("mathqa", {**MATHQA, "annotated_formula": "x" * 3_000}, "too_long"),
        ("aqua_rat", {**AQUA, "options": ["A)7", "C)8"]}, "bad_option"),
        ("aqua_rat", {**AQUA, "options": "A)7"}, "missing_key"),
        ("aqua_rat", {**AQUA, "options": ["A)7", "B) "]}, "empty_value"),
        ("knights", {**KNIGHTS, "solution": [True]}, "bad_solution"),
        ("knights", {**KNIGHTS, "solution": "both"}, "missing_key"),
        ("folio", {**FOLIO, "label": "Maybe"}, "unknown_label"),
        ("folio", {**FOLIO, "premises": []}, "empty_value"),
        ("gaokao", {"question": 3}, "missing_key"),
        ("logicbench", {"context": "c", "question": "q", "answer": "yes", "choices": [1]}, "bad_option"),
    ],
)
def test_a_row_that_is_not_what_its_source_promises_names_the_reason(
    source: str, row: Any, reason: str
) -> None:
    with pytest.raises(RowError) as caught:
        SOURCES[source].parse(row, "w")
    assert caught.value.reason == reason


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(
    sorted({*MATHQA, *AQUA, *MCQ, *KNIGHTS, *FOLIO, "context", "answer", "Id", "Body", "qa_pairs"})
)


@given(row=st.dictionaries(WORDS, VALUES, max_size=8))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("name", SOURCES)
def test_any_row_gives_a_problem_or_a_reason(name: str, row: dict[str, Any]) -> None:
    source = SOURCES[name]
    try:
        found: list[Any] = [source.parse(part, "w") for part in source.unfold(row)]
    except RowError as error:
        found = [error.reason]
    assert all(isinstance(problem, Problem) or problem for problem in found)


@given(st.text(max_size=60))
def test_options_are_lettered_in_order_without_gap(text: str) -> None:
    _, options = lettered(text, r"\.")
    assert list(options) == [chr(ord("A") + n) for n in range(len(options))]


# Worked traces


def trace(answer: str | None, *completions: str) -> dict[str, Any]:
    return {
        "question": f"3+4? {answer}",
        "expected_answer": answer,
        "completions": [{"text": c} for c in completions],
    }


SCORED = TraceParams(items="results", reasoning="completions", answer="expected_answer")


def test_only_traces_that_the_judge_accepts_are_kept(tmp_path: Path) -> None:
    rows = [
        trace(
            "7",
            "So 7. <answer>7</answer>",
            "It is 8. <answer>8</answer>",
            "<think>three and four</think><answer>7.0</answer>",
        ),
        trace("7 ", "No. <answer>9</answer>"),
        trace(None, "What? <answer>1</answer>"),
        {"question": "3+4?", "expected_answer": "7", "completions": [{"score": 1.0}]},
    ]
    (tmp_path / "gcd.json").write_text(json.dumps({"results": rows}))
    setting = SCORED.model_copy(update={"path": str(tmp_path / "gcd.json")})
    report, (problem,) = ingest("traces", setting, tmp_path / "out")
    assert (problem.solution, problem.more_solutions) == ("So 7.", ("three and four",))
    assert (problem.answer, problem.checkable) == ("7", True)
    assert problem.provenance["traces"] == "2 of 3 accepted"
    assert report.counts.dropped == {"no_accepted_trace": 1, "no_reference_answer": 1}
    assert report.counts.quarantined == {"missing_key": 1}


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_r1_style_files_name_their_columns(tmp_path: Path, suffix: str) -> None:
    rows = [
        {"input": "鸡兔共3只", "reasoning_content": "想一想", "content": "答案是 7", "gold": "7"},
        {"input": "鸡兔共4只", "reasoning_content": "想一想", "content": "答案是 8", "gold": "7"},
    ]
    path = tmp_path / f"r1.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text("\n".join(map(json.dumps, rows)))
    setting = TraceParams(
        path=str(path), question="input", reasoning="reasoning_content", final="content", answer="gold"
    )
    report, (problem,) = ingest("traces", setting, tmp_path / "out")
    assert (problem.solution, problem.answer, problem.language) == ("想一想", "7", "zh")
    assert report.counts.dropped == {"no_accepted_trace": 1}


def test_traces_of_a_set_without_references_are_not_checkable_and_never_held_out(tmp_path: Path) -> None:
    rows = [{"q": f"why {n}?", "r": "because"} for n in range(50)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    setting = TraceParams(path=str(tmp_path), question="q", reasoning="r", answer="")
    _, problems = ingest("traces", setting, tmp_path / "out", eval_share=0.5)
    assert {(p.split, p.checkable, p.answer) for p in problems} == {("train", False, "")}
    assert len(problems) == 50


# Files


def test_a_file_of_any_bytes_gives_rows_or_reasons(tmp_path: Path) -> None:
    for name, data in {
        "a.parquet": b"PAR1 no",
        "b.json": b'{"example": 7}',
        "c.json": b"\xff\xfe{",
        "d.json": b"[" * 100_000,
        "e.json": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
    faults = {
        p.name: [row.fault for row in read_rows(p, p.name, items="example")]
        for p in sorted(tmp_path.iterdir())
    }
    assert faults == {
        "a.parquet": ["not_parquet"],
        "b.json": ["no_list_of_rows"],
        "c.json": ["not_utf8"],
        "d.json": ["not_json"],
        "e.json": ["not_json"],
    }


def test_a_parquet_file_cut_in_the_middle_is_one_reason(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": ["x" * 100] * 1_000}), path)
    path.write_bytes(path.read_bytes()[:-20])
    assert [row.fault for row in read_rows(path, "x")] == ["not_parquet"]


def test_what_is_too_large_to_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_DOCUMENT_BYTES", 1_000)
    monkeypatch.setattr(readers, "MAX_GROUP_BYTES", 1_000)
    (tmp_path / "x.json").write_text(json.dumps([{"a": "x" * 2_000}]))
    pq.write_table(pa.table({"a": [str(n) * 50 for n in range(100)]}), tmp_path / "x.parquet")
    assert [row.fault for row in read_rows(tmp_path / "x.json", "x")] == ["too_long"]
    assert [row.fault for row in read_rows(tmp_path / "x.parquet", "x")] == ["too_long"]


def test_a_parquet_row_that_is_too_long_is_one_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x", "y" * 2_000_000, "z"]}), tmp_path / "x.parquet")
    assert [row.fault for row in read_rows(tmp_path / "x.parquet", "x")] == ["", "too_long", ""]


# Stack Exchange


def post(**attributes: str) -> str:
    return "  <row " + " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items()) + " />"


def dump(folder: Path, *posts: str, head: str = "") -> StackExchangeParams:
    lines = [
        '\ufeff<?xml version="1.0" encoding="utf-8"?>',
        *([head] if head else []),
        "<posts>",
        *posts,
        "</posts>",
    ]
    (folder / "Posts.xml").write_text("\n".join(lines))
    (folder / "Tags.xml").write_text('<tags>\n<row Id="1" TagName="maths" />\n</tags>')
    (folder / "PostLinks.xml").write_text(
        '<postlinks>\n<row Id="1" PostId="7" RelatedPostId="1" LinkTypeId="3" />\n</postlinks>'
    )
    return StackExchangeParams(path=str(folder))


QUESTION = {
    "Id": "1",
    "PostTypeId": "1",
    "AcceptedAnswerId": "2",
    "CreationDate": "2016-08-02T15:39:14.947",
    "Title": "Why is $a<b$ & so on?",
    "Body": "<p>Hi @kenorb, <code>a &lt; b</code> and $a&lt;b$?</p>",
    "Tags": "<maths><unknown>",
    "OwnerUserId": "8811",
    "OwnerDisplayName": "Jane Roe",
    "LastEditorDisplayName": "John Doe",
}
ANSWER = {
    "Id": "2",
    "PostTypeId": "2",
    "ParentId": "1",
    "CreationDate": "2016-08-03",
    "Body": "<p>Because.</p>",
}
CC = ("CC-BY-SA-3.0", "CC-BY-SA-4.0")


def test_a_question_comes_with_its_accepted_answer_its_attribution_and_no_person(tmp_path: Path) -> None:
    setting = dump(tmp_path, post(**QUESTION), post(**ANSWER))
    report, (problem,) = ingest("stack_exchange", setting, tmp_path / "out", licences=CC)
    assert problem.prompt == "Why is $a<b$ & so on?\n\nHi [PERSON], `a < b` and $a<b$?"
    assert (problem.solution, problem.answer, problem.checkable) == ("Because.", "", False)
    assert problem.provenance == {
        "row": "Posts.xml:3",
        "source_id": "1",
        "link": "https://ai.stackexchange.com/q/1",
        "title": "Why is $a<b$ & so on?",
        "site": "ai.stackexchange.com",
        "tags": "maths",
    }
    assert problem.licence == "CC-BY-SA-3.0"
    for person in ("Jane", "Doe", "8811", "kenorb"):
        assert person not in (tmp_path / "out" / "problems.jsonl").read_text()
    assert report.counts.read == 1


def test_questions_without_answer_and_duplicates_are_dropped_and_answers_are_no_rows(tmp_path: Path) -> None:
    posts = [
        post(**QUESTION),
        post(**ANSWER),
        post(**{**QUESTION, "Id": "5", "AcceptedAnswerId": "99"}),
        post(**{**QUESTION, "Id": "7"}),
        post(**QUESTION),
    ]
    report, _ = ingest("stack_exchange", dump(tmp_path, *posts), tmp_path / "out", licences=CC)
    assert report.counts.dropped == {"closed_as_duplicate": 1, "no_accepted_answer": 1}
    assert (report.counts.kept, report.counts.quarantined) == (1, {"duplicate_id": 1})


def test_question_and_answer_of_different_licences_need_both(tmp_path: Path) -> None:
    setting = dump(tmp_path, post(**QUESTION), post(**{**ANSWER, "ContentLicense": "CC BY-SA 4.0"}))
    report, _ = ingest("stack_exchange", setting, tmp_path / "out", licences=CC)
    assert report.counts.dropped == {"licence": 1}


BOMB = '<!DOCTYPE p [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_an_xml_bomb_is_refused_and_nothing_expands(tmp_path: Path) -> None:
    bomb = post(**QUESTION).replace("Hi", "&b;")
    external = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><row Id="&x;" PostTypeId="1" />'
    setting = dump(tmp_path, bomb, external, post(**ANSWER), "<row", "junk", head=BOMB)
    report, problems = ingest("stack_exchange", setting, tmp_path / "out", licences=CC)
    assert problems == []
    assert report.counts.quarantined == {"not_xml": 3, "xml_refused": 2}


@pytest.mark.parametrize("text", ["<p>a<b", "</code></pre>", "<script>x</script>y", "&#0;&bogus;", "<" * 500])
def test_broken_html_gives_text(text: str) -> None:
    assert "script" not in text_of_html(text)


def test_code_lists_and_powers_survive_the_markup() -> None:
    html = (
        "<p>m<sup>2</sup> and:</p><ol><li>one</li><li>two</li></ol><pre><code>if a:\n    @b = 1</code></pre>"
    )
    assert text_of_html(html) == "m^{2} and:\n\n1. one\n\n2. two\n\n```\nif a:\n    @b = 1\n```"


@given(st.binary(max_size=200))
def test_any_line_of_xml_gives_a_row_or_a_reason(raw: bytes) -> None:
    found = xml_row("w", raw)
    assert bool(found.fault) != bool(found.row) or raw.strip() == b"<row/>"
