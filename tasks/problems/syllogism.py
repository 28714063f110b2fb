"""Does it follow? Chains of `all`, `no`, `some` and `some not` over invented terms.

A chain links terms; its conclusion is about both ends. Where it follows, the proof combines two sentences a
step: `all wug fep,all fep dax|-all wug dax`. Where it does not, one link of such a chain was changed, and the
proof is a small domain in which the premises are true and the conclusion is false. No term is empty in it,
so the answer is the same whether or not "all" is taken to say that there are some.

The checker (`syllogism_check`) reads the prompt and enumerates all kinds of individuals.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.syllogism_check import Sentence, check_syllogism, columns

# fmt: off
_TERMS = (
    "wug", "blick", "zorp", "fep", "tove", "mimp", "glon", "drem", "plon",
    "vorp", "yalt", "kerd", "jund", "niff", "quib", "snarp", "brod", "lomp",
    "grat", "hark", "tarn", "pell", "rimp", "zill", "kimp", "dorb",
)
# fmt: on

Edge = tuple[str, bool]
"""Form of the sentence between a term and the next, and whether the next term comes first in it."""

_ON, _BACK = ("all", False), ("all", True)
_BOTH = (False, True)


@cache
def valid_chains(links: int, mixed: bool) -> tuple[tuple[str, int, tuple[Edge, ...]], ...]:
    """(form of the conclusion, where the derivation begins, edges); `mixed`: conclusions `some not`."""
    return tuple(_mixed_chains(links) if mixed else _plain_chains(links))


def _plain_chains(links: int) -> Iterator[tuple[str, int, tuple[Edge, ...]]]:
    yield "all", 0, (_ON,) * links
    for place in range(links):
        after = links - place - 1
        for turned in _BOTH:
            yield "no", place, (*(_ON,) * place, ("no", turned), *(_BACK,) * after)
            yield "some", place, (*(_BACK,) * place, ("some", turned), *(_ON,) * after)


def _mixed_chains(links: int) -> Iterator[tuple[str, int, tuple[Edge, ...]]]:
    for place in range(links):
        before, after = (_BACK,) * place, links - place - 1
        yield "somenot", place, (*before, ("somenot", False), *(_BACK,) * after)
        for other in range(place + 1, links):
            for turned in _BOTH:
                for also in _BOTH:
                    middle, end = (_ON,) * (other - place - 1), (_BACK,) * (links - other - 1)
                    yield (
                        "somenot",
                        place,
                        (*before, ("some", turned), *middle, ("no", also), *end),
                    )


@cache
def broken_chains(links: int, mixed: bool) -> tuple[tuple[str, tuple[Edge, ...]], ...]:
    """(form of the conclusion, edges) of chains in which one link was changed, each once."""
    chains: dict[tuple[str, tuple[Edge, ...]], None] = {}
    for form, _, edges in valid_chains(links, mixed):
        for place, (kind, turned) in enumerate(edges):
            changes = {"all": (("all", not turned), ("some", turned)), "no": (("all", turned),)}
            changes |= {"some": (("no", turned),), "somenot": (("some", False),)}
            for change in changes[kind]:
                chains[form, (*edges[:place], change, *edges[place + 1 :])] = None
    return tuple(chains)


Noise = tuple[int, Edge]
"""An old term, and how a new one is linked to it."""


def _sentences(edges: Sequence[Edge], noise: Sequence[Noise], terms: Sequence[str]) -> list[Sentence]:
    pairs = [(place, place + 1, edge) for place, edge in enumerate(edges)]
    pairs += [(old, new, edge) for new, (old, edge) in enumerate(noise, start=len(edges) + 1)]
    return [
        Sentence(form, terms[new], terms[old]) if turned else Sentence(form, terms[old], terms[new])
        for old, new, (form, turned) in pairs
    ]


def valid(chain: tuple[str, int, tuple[Edge, ...]], noise: tuple[Noise, ...], *, rng: Random) -> Proof:
    """Combine the links of a chain from where the derivation begins, to the right and then to the left."""
    form, begin, edges = chain
    terms = rng.sample(_TERMS, len(edges) + 1 + len(noise))
    premises = _sentences(edges, noise, terms)
    now, kind = premises[begin], edges[begin][0]
    left, right = begin, begin + 1
    steps = []
    for place in (*range(begin + 1, len(edges)), *range(begin - 1, -1, -1)):
        left, right = min(left, place), max(right, place + 1)
        kind = "somenot" if kind == "some" and edges[place][0] == "no" else kind
        following = Sentence(kind, terms[left], terms[right])
        pair = (now, premises[place]) if place > begin else (premises[place], now)
        claim = f"{pair[0].text()},{pair[1].text()}|-{following.text()}"
        said = (*pair[0][1:], *pair[1][1:], *following[1:])
        rule = f"{pair[0].form}_{pair[1].form}_{kind}"
        steps.append(ProofStep("", "", following.text(), rule, claim=claim, said=said))
        now = following
    assert now == Sentence(form, terms[0], terms[len(edges)])
    steps[-1] = steps[-1]._replace(value="true")
    return _question(rng, premises, now, steps)


def invalid(
    num_steps: int, chain: tuple[str, tuple[Edge, ...]], noise: tuple[Noise, ...], *, rng: Random
) -> Proof | None:
    """A domain in which all premises are true and the conclusion is false; a hole if there is none."""
    form, edges = chain
    terms = rng.sample(_TERMS, len(edges) + 1 + len(noise))
    premises = _sentences(edges, noise, terms)
    conclusion = Sentence(form, terms[0], terms[len(edges)])
    kinds = find_domain(premises, conclusion, terms)
    if kinds is None:
        return None
    extension = {
        term: "{" + ",".join(str(n) for n, kind in enumerate(kinds, start=1) if kind >> place & 1) + "}"
        for place, term in enumerate(terms)
    }
    links, extra = premises[: len(edges)], premises[len(edges) :]
    rng.shuffle(links)
    if num_steps == 1:
        steps = [_refuted(premises, conclusion, extension)]
    else:
        grouped = num_steps == 3 and extra
        groups = [premises] if num_steps == 2 else [links] if grouped else [[one] for one in links]
        if num_steps > 2 and extra:
            groups.append(extra)
        steps = [_shown(group, extension) for group in groups if group]
        steps.append(_refuted([], conclusion, extension))
    return _question(rng, premises, conclusion, steps)


def _domain(sentences: Sequence[Sentence], extension: dict[str, str]) -> str:
    terms = dict.fromkeys(term for sentence in sentences for term in sentence[1:])
    return ",".join(f"{term}={extension[term]}" for term in terms)


def _shown(group: Sequence[Sentence], extension: dict[str, str]) -> ProofStep:
    domain, texts = _domain(group, extension), ";".join(sentence.text() for sentence in group)
    said = (domain, *group[0][1:]) if len(group) == 1 else (domain,)
    rule = f"satisfied_{group[0].form}" if len(group) == 1 else "satisfied"
    return ProofStep("", "", "true", rule, claim=f"{domain}|={texts}", said=said)


def _refuted(group: Sequence[Sentence], conclusion: Sentence, extension: dict[str, str]) -> ProofStep:
    domain = _domain([*group, conclusion], extension)
    texts = ";".join([*(sentence.text() for sentence in group), f"not {conclusion.text()}"])
    rule = f"at_once_{conclusion.form}" if group else f"refuted_{conclusion.form}"
    said = (domain, *conclusion[1:])
    return ProofStep("", "", "false", rule, claim=f"{domain}|={texts}", said=said)


def find_domain(premises: Sequence[Sentence], conclusion: Sentence, terms: Sequence[str]) -> list[int] | None:
    """Kinds of individuals (bit i: term i) that refute the conclusion, no term empty; None if none do."""
    full, masks = columns(len(terms))
    place = dict(zip(terms, masks, strict=True))
    allowed, demands = full, []
    for form, left, right in (*premises, _opposite(conclusion)):
        other = place[right] if form in ("no", "some") else full ^ place[right]
        if form in ("all", "no"):
            allowed &= ~(place[left] & other)
        else:
            demands.append(place[left] & other)
    kinds: list[int] = []
    for demand in (*demands, *masks):
        if any(demand >> kind & 1 for kind in kinds):
            continue
        found = demand & allowed
        if not found:
            return None
        kinds.append((found & -found).bit_length() - 1)
    return kinds


def _opposite(sentence: Sentence) -> Sentence:
    form = {"all": "somenot", "somenot": "all", "no": "some", "some": "no"}[sentence.form]
    return sentence._replace(form=form)


_SAID = {
    "en": {
        "all": "all {0}s are {1}s",
        "no": "no {0}s are {1}s",
        "some": "some {0}s are {1}s",
        "somenot": "some {0}s are not {1}s",
    },
    "one": {
        "all": "every {0} is a {1}",
        "no": "no {0} is a {1}",
        "some": "some {0} is a {1}",
        "somenot": "some {0} is not a {1}",
    },
    "zh": {
        "all": "所有{0}都是{1}",
        "no": "所有{0}都不是{1}",
        "some": "有的{0}是{1}",
        "somenot": "有的{0}不是{1}",
    },
}


def _say(sentence: Sentence, how: str) -> str:
    return _SAID[how][sentence.form].format(*sentence[1:])


def _question(
    rng: Random, premises: Sequence[Sentence], conclusion: Sentence, steps: list[ProofStep]
) -> Proof:
    told = rng.sample(premises, len(premises))
    texts = {how: [_say(sentence, how) for sentence in told] for how in _SAID}
    shown = {
        "premises": {
            "en": " ".join(text.capitalize() + "." for text in texts["en"]),
            "zh": "；".join(texts["zh"]),
        },
        "each": {
            "en": " ".join(text.capitalize() + "." for text in texts["one"]),
            "zh": "，".join(texts["zh"]),
        },
        "conclusion": {"en": _say(conclusion, "en"), "zh": _say(conclusion, "zh")},
        "one": {"en": _say(conclusion, "one"), "zh": _say(conclusion, "zh")},
    }
    return Proof((), tuple(steps), shown, kind="truth")


def _noise(links: int, count: int) -> Choices:
    edges = (_ON, _BACK, ("some", False), ("no", False), ("somenot", False))
    return Choices([(old, edge) for old in range(links + 1) for edge in edges], count, repeated=True)


def _valid_boxes(mixed: bool, extra: range = range(5), steps: range = range(1, 12)) -> tuple[Box, ...]:
    return tuple(
        Box(n, valid_chains(n + 1, mixed), _noise(n + 1, count), weight=1 + count)
        for n in steps
        for count in (extra if n < 7 else extra[:3])
    )


def _invalid_boxes(mixed: bool, extra: range = range(5), steps: range = range(1, 12)) -> tuple[Box, ...]:
    """A step for each link, one for the noise, one for the conclusion; short ones show more at once."""
    boxes = []
    for n in steps:
        for count in extra:
            lengths = (2, 3) if n < 3 or (n == 3 and count) else (n - 2,) if count else (n - 1,)
            boxes += [
                Box(n, (n,), broken_chains(links, mixed), _noise(links, count))
                for links in lengths
                if count < 3 or n < 7 or extra[0] > 2
            ]
    return tuple(boxes)


def _numbered(form: str, how: str, first: int) -> str:
    """A sentence with the placeholders {first} and {first+1}."""
    return _SAID[how][form].format(f"{{{first}}}", f"{{{first + 1}}}")


_COMBINED = {"en": dict[str, str](), "zh": dict[str, str]()}
for _one in _SAID["en"]:
    for _two in _SAID["en"]:
        for _new in _SAID["en"]:
            _en = [_numbered(form, "en", 2 * place) for place, form in enumerate((_one, _two, _new))]
            _zh = [_numbered(form, "zh", 2 * place) for place, form in enumerate((_one, _two, _new))]
            _COMBINED["en"][f"{_one}_{_two}_{_new}"] = f"Since {_en[0]} and {_en[1]}, {_en[2]}."
            _COMBINED["zh"][f"{_one}_{_two}_{_new}"] = f"因为{_zh[0]}，且{_zh[1]}，所以{_zh[2]}。"

_SHOWN = {"en": dict[str, str](), "zh": dict[str, str]()}
for _one in _SAID["en"]:
    _says, _tells = _numbered(_one, "en", 1), _numbered(_one, "zh", 1)
    _SHOWN["en"] |= {
        f"satisfied_{_one}": f"With {{0}} it is true that {_says}.",
        f"refuted_{_one}": f"But with {{0}} it is false that {_says}, so it does not follow.",
        f"at_once_{_one}": f"With {{0}} all premises are true, but it is false that {_says}.",
    }
    _SHOWN["zh"] |= {
        f"satisfied_{_one}": f"取{{0}}，则“{_tells}”成立。",
        f"refuted_{_one}": f"但此时{{0}}，“{_tells}”不成立，所以推不出。",
        f"at_once_{_one}": f"取{{0}}，则前提都成立，而“{_tells}”不成立，所以推不出。",
    }

_EN = english(
    ("{premises}", "Does it follow that {conclusion}?", "Answer true or false."),
    ("Suppose the following is known.", "{each}", "True or false: it follows that {one}."),
    ("Only this is known.", "{premises}", "True or false: {conclusion}, for certain."),
    satisfied="With {0} all premises about just these are true.",
    **_COMBINED["en"],
    **_SHOWN["en"],
)
_ZH = chinese(
    "已知：{premises}。能否推出：{conclusion}？回答true或false。",
    "前提是：{each}。判断true或false：由此可以推出，{conclusion}。",
    satisfied="取{0}，则只涉及它们的前提都成立。",
    **_COMBINED["zh"],
    **_SHOWN["zh"],
)


def _template(name: str, build: Any, boxes: tuple[Box, ...], **rest: Any) -> Template:
    return Template(
        name=name, build=build, boxes=boxes, check=check_syllogism, shuffles=True, en=_EN, zh=_ZH, **rest
    )


SYLLOGISM = Subtask(
    kind="logic",
    version="2",
    templates=(
        _template("valid", valid, _valid_boxes(False), wide=_valid_boxes(False, range(5, 7), range(1, 10))),
        _template(
            "invalid",
            invalid,
            _invalid_boxes(False),
            wide=_invalid_boxes(False, range(5, 7), range(1, 12)),
            holes=True,
        ),
        _template("valid_mixed", valid, _valid_boxes(True), heldout=True),
        _template("invalid_mixed", invalid, _invalid_boxes(True), heldout=True, holes=True),
    ),
)
"""Chains of two sentences or more."""
