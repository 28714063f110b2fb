"""Claims said in words, English and Chinese: remainders, percentages, inferences, divisors.

Each form is a pattern with what it claims in notation. Forms are matched on the whole trace; what they
cover is not read again as plain calculation.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasks.verify.steps.quantities import conversion
from tasks.verify.steps.scan import Found

_N = r"(-?\d+(?:\.\d+)?(?:/\d+)?)"
_I = r"(\d+)"
_F = r"([~¬(]*[a-zA-Z](?:[a-zA-Z~¬()|&∨∧→]|->|<->)*)"
_V = r"((?:[a-zA-Z]=[01],\s?)*[a-zA-Z]=[01])"
_LEFT = (
    r"(?:(?<=^)|(?<=\n)|(?<=[.,;:，。；：（] )|(?<=[，。；：（])|(?<= so )|(?<=so )|(?<=that )|(?<=Since )"
    r"|(?<=since )|(?<=is )|(?<=Because ))"
)
_RIGHT = r"(?=[.,;:)，。；]|\s*$|\n|\s(?:so|and [a-z]|which|because)\b)(?![.,]\d)"
"""What stands beside a conversion that is a statement of its own and no part of a calculation."""


class _Form(NamedTuple):
    hint: str
    """A word that must stand in the trace."""
    pattern: re.Pattern[str]
    claim: str | Callable[[re.Match[str]], str]
    kind: str = "words"


def _form(hint: str, pattern: str, claim: str | Callable[[re.Match[str]], str], kind: str = "words") -> _Form:
    return _Form(hint, re.compile(pattern), claim, kind)


def _refuted(match: re.Match[str]) -> str:
    return f"{match[1]}|=~({match[2]})"


def _both(match: re.Match[str]) -> str:
    return f"{match[1]}|=({match[2]})&~({match[3]})"


FORMS: tuple[_Form, ...] = (
    _form(
        "remainder", _I + r" leaves (?:a )?remainder (?:of )?" + _I + r" when divided by " + _I, r"\1%(\3)=\2"
    ),
    _form(
        "remainder",
        _I
        + r" divided by "
        + _I
        + r" (?:is|equals|gives) "
        + _I
        + r",?(?: with)?(?: a)? remainder (?:of )?"
        + _I,
        r"\1=\3*\2+\4",
    ),
    _form(
        "remainder",
        _I + r" divided by " + _I + r" (?:leaves|has|gives) (?:a )?remainder (?:of )?" + _I,
        r"\1%(\2)=\3",
    ),
    _form(
        "remainder",
        r"remainder (?:of|when) " + _I + r" (?:is )?divided by " + _I + r" is " + _I,
        r"\1%(\2)=\3",
    ),
    _form(
        " mod ",
        r"(?<![\d)*+/^ -])\s?" + _I + r" mod " + _I + r"\s?(?:=|≡|is|equals)\s?" + _I + r"(?![\d.]| ?[-+*/])",
        r"\1%(\2)=\3",
    ),
    _form("exactly", _I + r" divided by " + _I + r" is exactly " + _I, r"\1=\3*\2"),
    _form(
        "greatest common divisor",
        r"(?:greatest common divisor|gcd|GCD) of " + _I + r"(?:,| and) " + _I + r" (?:is|equals) " + _I,
        r"gcd(\1,\2)=\3",
    ),
    _form(
        "least common multiple",
        r"least common multiple of " + _I + r"(?:,| and) " + _I + r" (?:is|equals) " + _I,
        r"lcm(\1,\2)=\3",
    ),
    _form("% of it", _N + r" plus " + _N + r"% of it (?:is|equals) " + _N, r"\1*(100+\2)/100=\3"),
    _form("% of it", _N + r" minus " + _N + r"% of it (?:is|equals) " + _N, r"\1*(100-\2)/100=\3"),
    _form("% of", _N + r"% of " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])", r"\1*\2/100=\3"),
    _form(
        "alf of",
        r"[Hh]alf of " + _N + r" times " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])",
        r"\1/2*\2=\3",
    ),
    _form("alf of", r"[Hh]alf of " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])", r"\1/2=\2"),
    _form("wice", r"[Tt]wice " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])", r"2*\1=\2"),
    _form(
        "sum of",
        r"sum of " + _N + r" and " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])",
        r"\1+\2=\3",
    ),
    _form(
        "difference",
        r"difference (?:of|between) " + _N + r" and " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])",
        r"abs(\1-\2)=\3",
    ),
    _form(
        "product of",
        r"product of " + _N + r" and " + _N + r" (?:is|equals) " + _N + r"(?! ?[-+*/%^(\d])",
        r"\1*\2=\3",
    ),
    _form(
        "more than",
        r"(?<!of )(?<!\d)" + _N + r" more than " + _N + r" is " + _N + r"(?! ?[-+*/%^(\d])",
        r"\1+\2=\3",
    ),
    _form(
        "less than",
        r"(?<!of )(?<!\d)" + _N + r" less than " + _N + r" is " + _N + r"(?! ?[-+*/%^(\d])",
        r"\2-\1=\3",
    ),
    _form("余", _I + r"除以" + _I + r"商" + _I + r"余" + _I, r"\1=\3*\2+\4"),
    _form("余", _I + r"除以" + _I + r"(?:的余数是|余数为|余数是|余)" + _I, r"\1%(\2)=\3"),
    _form(
        "余",
        r"(?<![\d+\-*×])" + _I + r"\s?÷\s?" + _I + r"\s?=\s?" + _I + r"\s?(?:……|\.{3,6}|…|余)\s?" + _I,
        r"\1=\3*\2+\4",
    ),
    _form(
        "…",
        r"(?<![\d+\-*×])" + _I + r"\s?÷\s?" + _I + r"\s?=\s?" + _I + r"[^\d，。；]{0,5}(?:……|…)\s?" + _I,
        r"\1=\3*\2+\4",
    ),
    _form("正好等于", _I + r"除以" + _I + r"正好等于" + _I, r"\1=\3*\2"),
    _form("%", _N + r"增加" + _N + r"%，?得到?" + _N, r"\1*(100+\2)/100=\3"),
    _form("%", _N + r"减少" + _N + r"%，?得到?" + _N, r"\1*(100-\2)/100=\3"),
    _form("%", _N + r"的" + _N + r"%(?:是|等于)" + _N, r"\1*\2/100=\3"),
    _form("的一半", _N + r"的一半(?:是|等于)" + _N, r"\1/2=\2"),
    _form("倍", _N + r"的" + _N + r"倍(?:是|等于)" + _N, r"\1*\2=\3"),
    _form("的和", _N + r"[和与]" + _N + r"的和(?:是|为|等于)" + _N, r"\1+\2=\3"),
    _form("的差", _N + r"[和与]" + _N + r"的差(?:是|为|等于)" + _N, r"abs(\1-\2)=\3"),
    _form("的积", _N + r"[和与]" + _N + r"的积(?:是|为|等于)" + _N, r"\1*\2=\3"),
    _form("最大公约数", r"(?<!\d)" + _I + r"[和与]" + _I + r"的最大公约数(?:是|为)" + _I, r"gcd(\1,\2)=\3"),
    _form("最小公倍数", r"(?<!\d)" + _I + r"[和与]" + _I + r"的最小公倍数(?:是|为)" + _I, r"lcm(\1,\2)=\3"),
    _form(
        "follows",
        r"[Ff]rom " + _F + r"(?:,| and) " + _F + r" (?:it )?follows (?:that )?" + _F,
        r"\1,\2|-\3",
        "entailment",
    ),
    _form(
        "得",
        r"由" + _F + r"和" + _F + r"(?:的逆否命题得|，排除一种情况，得|可?得|推出)" + _F,
        r"\1,\2|-\3",
        "entailment",
    ),
    _form("ith", r"[Ww]ith " + _V + r", " + _F + r" is true and " + _F + r" is false", _both, "entailment"),
    _form("ith", r"[Ww]ith " + _V + r", " + _F + r" is true", r"\1|=\2", "entailment"),
    _form("ith", r"[Ww]ith " + _V + r", " + _F + r" is false", _refuted, "entailment"),
    _form("取", r"取" + _V + r"时，" + _F + r"为真而" + _F + r"为假", _both, "entailment"),
    _form("取", r"取" + _V + r"时，" + _F + r"为真", r"\1|=\2", "entailment"),
    _form("取", r"取" + _V + r"时，" + _F + r"为假", _refuted, "entailment"),
    _form(
        "",
        r"(?=\d)" + _LEFT + r"(\d[\d,]*(?:\.\d+)?)\s?([A-Za-z]{1,12})\s?(?:=|is|are"
        r"|equals?)\s?(\d[\d,]*(?:\.\d+)?)\s?([A-Za-z]{1,12})?" + _RIGHT,
        r"\1 \2=\3 \4",
        "quantity",
    ),
    _form(
        "等于",
        r"(?=\d)" + _LEFT + r"(\d[\d,]*(?:\.\d+)?)([\u4e00-\u9fff]{1,3}?)等于"
        r"(\d[\d,]*(?:\.\d+)?)([\u4e00-\u9fff]{1,3}?)(?=[，。；、]|$|\s)",
        r"\1 \2=\3 \4",
        "quantity",
    ),
    _form(
        "一共",
        r"(\d+)\D{1,8}[，,]\D{0,12}?(\d+)\D{1,8}[，,](?:他们|她们|两人)?(?:一共|总共|共)有?(\d+)",
        r"\1+\2=\3",
        "total",
    ),
)
"""Longer forms before shorter ones that begin in the same way."""


def worded(trace: str) -> tuple[list[Found], list[tuple[int, int]]]:
    """What a trace claims in words, and the spans that are thereby read, ascending."""
    found: list[Found] = []
    spans: list[tuple[int, int]] = []
    for form in FORMS:
        if form.hint not in trace:
            continue
        for match in _matches(form, trace):
            if any(start < match.end() and match.start() < end for start, end in spans[-64:]):
                continue
            if form.kind == "quantity" and not _converts(match):
                continue
            text = form.claim(match) if callable(form.claim) else match.expand(form.claim)
            found.append(Found(text, match.start(), form.kind, match[0]))
            spans.append(match.span())
    return found, sorted(spans)


def _converts(match: re.Match[str]) -> bool:
    """Whether both sides of `2 hours = 120 minutes` have units of one kind, or one is a count in dozens."""
    left = conversion(match[1], match[2])
    right = conversion(match[3], match[4] or "")
    if left is None or (match[4] or "").lower() in ("less", "more", "fewer", "times"):
        return False
    return not left.dimension if right is None else left.dimension == right.dimension


def _matches(form: _Form, trace: str) -> Iterator[re.Match[str]]:
    return form.pattern.finditer(trace)
