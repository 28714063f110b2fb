"""The letter of a multiple-choice answer."""

import re

from tasks.verify.equal.choices import names_several
from tasks.verify.find.standing import standing_part
from tasks.verify.notation.reading import normal_text, read

CHOICE_MARKED = re.compile(
    r"(?:故|应|所以|因此)*\s*(?:本题|此题)?\s*(?:答案)?\s*(?:应)?[选为是](?:择|项)?\s*[:：]?\s*\$*\s*(?:\\(?:text|mathrm|rm)\s*\{)?\s*[(（]?[A-J][)）]?\}?\s*\$*\s*[.．。]?"
    r"|(?:the\s+)?(?:correct\s+)?(?:answer|option|choice)\s+is\s*:?\s*\$*\(?[A-J]\)?\$*(?=[\s.]|$)\.?"
)
_CHOICE_FINAL = re.compile(
    r"[(（【\[]?\s*(?:\\(?:text(?:bf)?|math(?:bf|rm)|rm|bf)\s*\{\s*)?[(（]?\s*([A-J])(?![A-Za-z])\s*[)）]?\s*\}?\s*[)）】\]]?"
)
_OPTION = re.compile(
    r"(?:^|\n|[\s,;:：])[(（]?\s*([A-Ja-e])\s*(?:[.．、:：]|[)）])\s*([^\n]{1,120}?)\s*(?=\n|$|[,;]?\s+[(（]?[A-Ja-e]\s*[.．、)）])"
)
_STRAY = re.compile(r"(?:^|\s)[(（]?([A-J])[)）]?(?=[\s.,:;。，；]|$)")
_SEVERAL = re.compile(r"(?<![A-Za-z])[A-J][)）]?\s*(?:or|/|或者?)\s*(?:option\s*)?[(（]?[A-J](?![A-Za-z])")


_RULED_OUT = re.compile(
    r"(?:\b(?:not|isn't|neither|nor|eliminate|rule\s+out|exclude|except|than)\b|不是|不选|排除)\s*(?:option\s*|choice\s*)?[(（]?[A-J](?![A-Za-z])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"A\s+[a-z]")
_FIRST = re.compile(r"\(?([A-J])[).:]\s")


def letter_of_option(completion: str, answer: str) -> str | None:
    """The letter of the one option that a value is, where the completion lists the options."""
    wanted = normal_text(answer)
    found = {
        letter.upper()
        for letter, content in _OPTION.findall(completion[:6_000])[:40]
        if normal_text(content) == wanted
        or (read(wanted).node is not None and read(normal_text(content)).node == read(wanted).node)
    }
    return found.pop() if len(found) == 1 else None


def extract_choice(completion: str, answer: str | None) -> str | None:
    """The letter of a multiple-choice answer, where the reference is known to be a letter.

    Args:
        completion: The whole completion.
        answer: What `extract_answer` found in it.
    """
    if answer is not None:
        bare = answer.strip().strip("*$ ")
        lead = _CHOICE_FINAL.match(bare)
        if lead and names_several(bare):
            return answer
        if lead and (len(answer.strip()) <= 12 or not answer.strip()[lead.end() :][:1].isalpha()):
            return lead[1] if not _ARTICLE.match(answer.strip()) else None
    text = standing_part(completion)
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _SEVERAL.search(lines[-1]):
        return None
    letters: list[str] = _STRAY.findall(_RULED_OUT.sub("", lines[-1])) if lines else []
    letters = [letter for letter in letters if letter not in ("A", "I")] or letters
    if letters and len(set(letters)) == 1:
        return letters[0]
    first = _FIRST.match(text)
    return first[1] if first and not letters else None
