"""Chemical formulas, ions, isotopes and reactions in one spelling: `\\ce{H2O}`, `\\mathrm{H_2O}`, H₂O."""

import re
from functools import lru_cache

_ELEMENTS = frozenset(
    [
        "H",
        "He",
        "Li",
        "Be",
        "B",
        "C",
        "N",
        "O",
        "F",
        "Ne",
        "Na",
        "Mg",
        "Al",
        "Si",
        "P",
        "S",
        "Cl",
        "Ar",
        "K",
        "Ca",
        "Sc",
        "Ti",
        "V",
        "Cr",
        "Mn",
        "Fe",
        "Co",
        "Ni",
        "Cu",
        "Zn",
        "Ga",
        "Ge",
        "As",
        "Se",
        "Br",
        "Kr",
        "Rb",
        "Sr",
        "Y",
        "Zr",
        "Nb",
        "Mo",
        "Tc",
        "Ru",
        "Rh",
        "Pd",
        "Ag",
        "Cd",
        "In",
        "Sn",
        "Sb",
        "Te",
        "I",
        "Xe",
        "Cs",
        "Ba",
        "La",
        "Ce",
        "Pr",
        "Nd",
        "Pm",
        "Sm",
        "Eu",
        "Gd",
        "Tb",
        "Dy",
        "Ho",
        "Er",
        "Tm",
        "Yb",
        "Lu",
        "Hf",
        "Ta",
        "W",
        "Re",
        "Os",
        "Ir",
        "Pt",
        "Au",
        "Hg",
        "Tl",
        "Pb",
        "Bi",
        "Po",
        "At",
        "Rn",
        "Fr",
        "Ra",
        "Ac",
        "Th",
        "Pa",
        "U",
        "Np",
        "Pu",
        "Am",
        "Cm",
        "Bk",
        "Cf",
        "Es",
        "Fm",
        "D",
        "T",
    ]
)
_NAMES = {
    "hydrogen": "H", "helium": "He", "lithium": "Li", "carbon": "C", "nitrogen": "N", "oxygen": "O",
    "sodium": "Na", "phosphorus": "P", "sulfur": "S", "chlorine": "Cl", "potassium": "K", "iron": "Fe",
    "cobalt": "Co", "strontium": "Sr", "technetium": "Tc", "iodine": "I", "caesium": "Cs", "cesium": "Cs",
    "radium": "Ra", "radon": "Rn", "thorium": "Th", "uranium": "U", "plutonium": "Pu", "lead": "Pb",
    "polonium": "Po", "americium": "Am", "碳": "C", "氢": "H", "氧": "O", "氮": "N", "铀": "U",
    "碘": "I", "钴": "Co",
}  # fmt: skip
_WRAPPERS = re.compile(
    r"\\(?:ce|mathrm|text(?:rm|bf|it)?|rm|mathbf|mathsf|mathit|operatorname)\b\s*|\\[,;:! ]|[${}\s]"
)
_STATE = re.compile(r"\((?:s|l|g|aq)\)|[↑↓]|\\(?:up|down)arrow")
_ARROW = re.compile(
    r"\\xrightarrow|\\longrightarrow|\\rightarrow|\\to(?![a-z])|→|⟶|-+>|=+>?|⇌|\\rightleftharpoons|<=+>"
)
_CHARGE = re.compile(r"\^?([1-9]?[+-]|[+-][1-9]|[+-]{2,3})$")
_PART = re.compile(r"([A-Z][a-z]?)_?(\d*)|([(\[])|([)\]])_?(\d*)|[·.•*]|\\cdot(?:_?(\d+))?")
_ISOTOPE = re.compile(
    r"\^(\d{1,3})(?:_\d{1,3})?([A-Z][a-z]?)|_\d{1,3}\^(\d{1,3})([A-Z][a-z]?)|([A-Z][a-z]?)-(\d{1,3})"
)
_NAMED_ISOTOPE = re.compile(r"([A-Za-z]+|[\u4e00-\u9fff])-?\s?(\d{1,3})")
_MARKED = re.compile(r"\\ce|\\mathrm|\\text|\\rm")
_ONE_BRACKET = re.compile(r"\[([^\[\]]*)\](?=\^?[\d+-]*$)")
MAX_CHARS = 200


def same_formulas(answer: str, reference: str) -> bool | None:
    """The same formula, ion, isotope or reaction; None unless the reference can be nothing else.

    Elements keep their order (CH3OH), capital letters count (Co, CO), states such as (aq) do not.
    """
    if (
        len(reference) > MAX_CHARS
        or len(answer) > MAX_CHARS
        or not (any(map(str.isupper, reference)) or reference[-1:].isdigit())
    ):
        return None
    if "\\" in reference and not _MARKED.search(reference) and not _ARROW.search(reference):
        return None
    expected = _species(reference)
    if expected is None:
        return None
    given = _species(answer, sure=True)
    return given == expected if given is not None else None


@lru_cache(maxsize=512)
def _species(text: str, sure: bool = False) -> tuple[str, ...] | None:
    """The formulas on each side of a reaction, or the one formula."""
    if not any(c.isalpha() for c in text):
        return None
    marked = sure or bool(_MARKED.search(text))
    bare = _STATE.sub("", _WRAPPERS.sub("", text))
    named = _NAMED_ISOTOPE.fullmatch(bare)
    if named and (element := _NAMES.get(named[1].lower())):
        return (f"{named[2]}{element}",)
    sides = _ARROW.split(bare)
    if len(sides) == 1:
        formula = _formula(bare, marked)
        return (formula,) if formula else None
    if len(sides) != 2:
        return None
    terms = [sorted(filter(None, (_formula(term, True) for term in side.split("+")))) for side in sides]
    if [len(side) for side in terms] != [side.count("+") + 1 for side in sides] or len(
        "".join(map("".join, terms))
    ) < 4:
        return None
    return (*terms[0], "->", *terms[1])


def _formula(text: str, marked: bool) -> str | None:
    """One spelling of a formula; None if it is none for sure, or looks like a product of variables."""
    isotope = _ISOTOPE.fullmatch(text)
    if isotope:
        number, element = (isotope[1] or isotope[3] or isotope[6], isotope[2] or isotope[4] or isotope[5])
        return f"{number}{element}" if element in _ELEMENTS else None
    head = re.match(r"\d+", text)
    body = text[head.end() :] if head else text
    charge = _CHARGE.search(body)
    if charge:
        body = body[: _charge_start(body, charge)]
    body = _ONE_BRACKET.sub(r"\1", body) if charge else body
    place, elements, parts = 0, [], ""
    while place < len(body):
        part = _PART.match(body, place)
        if part is None or part.end() == place:
            return None
        if part[1]:
            if part[1] not in _ELEMENTS:
                return None
            elements.append(part[1])
        parts += (
            part[0].replace("_", "")
            if not part[0].startswith(("\\", "·", "•", "*", "."))
            else f".{part[6] or ''}"
        )
        place = part.end()
    known = (
        marked
        or any(len(element) == 2 for element in elements)
        or (charge is not None and any(map(str.isdigit, parts)))
    )
    several = len(elements) > 1 and (known or any(map(str.isdigit, parts)))
    if not elements or not (
        several or (known and (charge or any(map(str.isdigit, parts)) or len(elements[0]) == 2))
    ):
        return None
    signed = (
        _signed(text[len(text) - len(charge.string) + _charge_start(charge.string, charge) :].lstrip("^"))
        if charge
        else ""
    )
    return f"{head[0] if head and head[0] != '1' else ''}{parts}{signed}"


def _charge_start(body: str, charge: re.Match[str]) -> int:
    """Where the charge begins: NH4+ is one of +, SO42- is one of 2-, Mg2+ is one of 2+."""
    count = charge[1].rstrip("+-")
    plain = charge[0][0] != "^" and count and not body[: charge.start()].endswith(tuple("0123456789"))
    several = sum(map(str.isupper, body)) > 1
    return charge.start() + len(count) if plain and several else charge.start()


def _signed(charge: str) -> str:
    """`2-`, `-2` and `--` as `^2-`."""
    sign = charge.strip("0123456789")
    size = charge.strip("+-") or str(len(sign))
    return f"^{'' if size == '1' else size}{sign[0]}"
