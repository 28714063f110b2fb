"""Personal data goes, numbers stay."""

import re
from pathlib import Path

import pytest
from data_fakes import REAL, row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.scrub import count_removed, scrub_corpora
from tasks.data import scrub
from tasks.data.batches import read_problems
from tasks.data.personal import FINDERS, Find, is_suspect
from tasks.data.scrub import NumbersChangedError, scrub_problem, scrub_problems, scrub_text
from tasks.errors import DataError
from tasks.params.data import ScrubParams
from tasks.records import problem_id, text_digest

KINDS = tuple(FINDERS)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Write to ann.lee+x@mail.example.com.", "Write to [EMAIL]."),
        ("邮箱是li@example.cn，谢谢", "邮箱是[EMAIL]，谢谢"),
        ("Mail ann (at) example (dot) org now", "Mail [EMAIL] now"),
        ("See https://example.com/a?b=1 for 3 apples.", "See [URL] for 3 apples."),
        ("见www.example.cn。", "见[URL]。"),
        ("My page: linkedin.com/in/ann-lee", "My page: [URL]"),
        ("Thanks @tom_s!", "Thanks [HANDLE]!"),
        ("微信号：tom_s88，", "微信号：[HANDLE]，"),
        ("加QQ123456789，", "加QQ[HANDLE]，"),
        ("Call me at 555-123-4567 today", "Call me at [PHONE] today"),
        ("phone number: (020) 7946 0958", "phone number: [PHONE]"),
        ("Phone: 1-415-555-0132.", "Phone: [PHONE]."),
        ("电话：13812345678，", "电话：[PHONE]，"),
        ("联系人在13812345678，", "联系人在[PHONE]，"),
        ("Reach Ann, +86 138 1234 5678.", "Reach Ann, [PHONE]."),
        ("身份证11010519491231002X的人", "身份证[CN_ID]的人"),
        ("身份证号：110105194912310021，", "身份证号：[CN_ID]，"),
        ("卡号6222 0212 3456 7894，", "卡号[BANK_CARD]，"),
        ("IBAN GB82 WEST 1234 5698 7654 32.", "IBAN [BANK_CARD]."),
        ("The server at 203.0.113.7 is slow", "The server at [IP] is slow"),
        ("IP地址是2001:db8:85a3::8a2e:370:7334，", "IP地址是[IP]，"),
        ("My name is Ann Lee. Ann Lee has 3 pens.", "My name is [PERSON]. [PERSON] has 3 pens."),
        ("Best regards,\nAnn Lee\n", "Best regards,\n[PERSON]\n"),
        ("我叫王建国，今年8岁。", "我叫[PERSON]，今年8岁。"),
        ("姓名：李秀英", "姓名：[PERSON]"),
    ],
)
def test_personal_data_becomes_a_placeholder(text: str, clean: str) -> None:
    assert scrub_text(text, KINDS)[0] == clean
    assert is_suspect(text)


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
        "他的电话是旧的，甲数是13812345678，求它的2倍。",
        "手机厂生产13812345678台",
        "卡号6222 0212 3456 7895",  # a wrong Luhn sum
        "6222 0212 3456 7894",  # no word for a card
        "The sections 1.2.3.4 and 3.14.15.92",
        "我叫小明，小明有3支笔。",
        "His name is Tom. The name of the sum is total.",
        "What number is written by Toms?",
        "The clock shows 12:30:45 and 10:20:30:40.",
        "The ratio a:b:c is 12:345:6789.",
    ],
)
def test_maths_is_left_alone(text: str) -> None:
    assert scrub_text(text, KINDS)[0] == text


def test_a_number_that_the_answer_uses_is_no_telephone_number() -> None:
    text = "Tel 555-1234567. What is the last part?"
    assert scrub_text(text, KINDS)[0] != text
    assert scrub_text(text, KINDS, used={"1234567"})[0] == text


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_items_are_removed_and_no_other_number_changes(seed: int) -> None:
    removed, missed, changed = count_removed(500, seed)
    assert removed >= 490, missed
    assert changed == 0


def test_a_replacement_that_changes_another_number_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(text: str, finds: list[Find]) -> str:  # noqa: ARG001
        return re.sub("[0-9]", "0", text)

    monkeypatch.setattr(scrub, "_replaced", careless)
    with pytest.raises(NumbersChangedError):
        scrub_text("Mail a@b.example 3 pens.", KINDS)
    synthetic = step_folder(tmp_path / "s", [row("Compute 1+1.", source="synthetic")])
    corpora = step_folder(tmp_path / "c", [row("Mail a@b.example 3 pens.")])
    report = scrub_problems(ScrubParams(), synthetic=synthetic, corpora=corpora, out_dir=tmp_path / "out")
    assert (report.counts.kept, report.counts.quarantined) == (1, {"numbers_changed": 1})


def test_every_text_of_a_row_is_scrubbed_but_its_link() -> None:
    link = "https://ai.stackexchange.com/q/1"
    problem = row(
        "Q?",
        solution="a@b.example",
        more_solutions=("c@d.example", "7"),
        provenance={"title": "for e@f.example", "link": link},
    )
    clean, found = scrub_problem(problem, KINDS)
    assert (clean.solution, clean.more_solutions) == ("[EMAIL]", ("[EMAIL]", "7"))
    assert (clean.provenance["title"], clean.provenance["link"]) == ("for [EMAIL]", link)
    assert found == {"email": 3}
    (operation,) = clean.operations
    assert (operation.name, operation.before, operation.after) == (
        "scrub",
        text_digest(problem),
        text_digest(clean),
    )


def test_a_line_that_is_no_problem_is_named(tmp_path: Path) -> None:
    folders = [step_folder(tmp_path / name, [row("Q?")]) for name in "sc"]
    (folders[1] / "problems.jsonl").write_text("{}\n")
    with pytest.raises(DataError, match=r"problems\.jsonl:1"):
        scrub_problems(ScrubParams(), synthetic=folders[0], corpora=folders[1], out_dir=tmp_path / "out")


def test_only_the_kinds_asked_for_are_replaced() -> None:
    assert scrub_text("a@b.example, www.example.org", ("url",))[0] == "a@b.example, [URL]"


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
    assert changed.prompt == "Mail [EMAIL] 3 pens, [EMAIL] 4. Total?"
    assert changed.problem_id == problem_id(changed.prompt)
    assert changed.provenance["scrubbed"] == "email:2"
    assert (report.replaced, report.changed_rows, report.counts.kept) == ({"email": 2}, 1, 2)


@pytest.mark.skipif(not (REAL / "gsm8k").is_dir(), reason="the real corpora are not here")
@pytest.mark.slow
def test_no_number_of_the_real_corpora_changes() -> None:
    result = scrub_corpora(REAL)
    assert result["texts"] > 60_000
    assert result["numbers_changed"] == 0
    assert result["finds_per_10k_texts"] < 2
