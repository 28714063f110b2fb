"""Words: a proof becomes a prompt with its facts, steps with claims, and a worked solution."""

from functools import lru_cache
from typing import Literal, NamedTuple

from tasks.problems.proof import Proof, Template, names_in, placeholders, substitute
from tasks.records import Given, Step


class Worded(NamedTuple):
    """A proof in the words of one language."""

    prompt: str
    givens: tuple[Given, ...]
    """What the prompt states, each with its sentence."""
    steps: tuple[Step, ...]
    solution: str
    """The steps in sentences, and the answer."""
    answer: str


def render(template: Template, proof: Proof, *, language: Literal["en", "zh"], surface: int) -> Worded:
    """Tell a proof.

    Args:
        template: Where the proof is from.
        proof: What to tell.
        language: Of prompt and solution.
        surface: Chooses the telling and the cast, the same cast in both languages.
    """
    words = template.zh if language == "zh" else template.en
    # Told apart by 60 first, so that languages with other numbers of tellings still get the same cast.
    rest, choice = divmod(surface, 60)
    values = {}
    for key, members in template.cast.items():
        rest, member = divmod(rest, len(members))
        values[key] = members[member][language == "zh"]
    for key, shown in proof.shown.items():
        values[key] = shown if isinstance(shown, str) else shown[language]
    texts = {given.name: proof.text(given.value) for given in proof.givens}
    values.update(texts)
    telling = words.tellings[choice % len(words.tellings)]
    sentences, stated = _told(telling, tuple(texts))
    facts = [sentence.format_map(values) for sentence in sentences]
    givens = tuple(
        Given(name=name, value=texts[name], unit=unit, text=_fact(facts, stated.get(name), texts[name]))
        for name, _, unit in proof.givens
    )
    steps, told, output = [], [], ""
    for name, formula, value, rule, unit, claim, said in proof.steps:
        output = proof.text(value)
        inputs = names_in(formula)
        if not claim:
            claim = f"{substitute(formula, texts)}={output}"
        values["output"], values["claim"] = output, claim
        told.append(words.sentences[rule].format(*(said or [texts[i] for i in inputs]), **values))
        if name:
            texts[name] = values[name] = output
        steps.append(
            Step(rule=rule, claim=claim, output=output, name=name, inputs=inputs, formula=formula, unit=unit)
        )
    told.append(words.closing.format(answer=output))
    gap = " " if language == "en" else ""
    return Worded(gap.join(facts), givens, tuple(steps), gap.join(told), output)


def _fact(facts: list[str], place: int | None, value: str) -> str:
    """The sentence that states a given: the one at its place, or the first that holds its value."""
    if place is not None:
        return facts[place]
    return next((fact for fact in facts if value in fact), facts[-1])


@lru_cache(4_096)
def _told(telling: tuple[str, ...], names: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, int]]:
    """The sentences of a telling, numbered ones repeated, and given -> the place of its sentence."""
    sentences: list[str] = []
    for sentence in telling:
        numbered = next(
            (key for key in placeholders(sentence) if key.endswith("#") and f"{key[:-1]}1" in names), ""
        )
        count = sum(name.startswith(numbered[:-1]) and name[len(numbered) - 1 :].isdigit() for name in names)
        sentences += [sentence.replace("#", str(i + 1)) for i in range(count)] if numbered else [sentence]
    stated = {name: place for place, sentence in enumerate(sentences) for name in placeholders(sentence)}
    return tuple(sentences), stated
