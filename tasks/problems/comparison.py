"""A formula compared with another, law by law, in words.

While building, formulas are compared by truth tables.
"""

from tasks.problems.equivalence_check import WHOLE, columns_of, table
from tasks.problems.logic_check import Tree, variables
from tasks.problems.numbered_formulas import text_of
from tasks.problems.proof import Proof, ProofStep, chinese, english


def compared(
    tree: Tree, rows: list[tuple[str, Tree, Tree, Tree]], change: int, num_steps: int
) -> Proof | None:
    """A formula compared with what the laws make of it, or with that changed in one place.

    Args:
        tree: The formula.
        rows: (rule, part before, part after, whole formula after) of each step.
        change: 0 for none, else the place of a letter that is negated or a connective that is exchanged.
        num_steps: Of the proof; 1 tells the formulas apart at once.
    """
    reached = rows[-1][3]
    asked = _changed(reached, change - 1)[0] if change else reached
    steps = [law_step(*row) for row in rows]
    if not change:
        steps[-1] = steps[-1]._replace(value="true")
    else:
        before = tree if num_steps == 1 else reached
        apart = _tell_apart(before, asked)
        if apart is None:
            return None
        steps = [apart] if num_steps == 1 else [*steps, apart]
    shown = {"first": text_of(tree), "second": text_of(asked)}
    return Proof((), tuple(steps), shown, kind="truth")


def law_step(rule: str, old: Tree, new: Tree, whole: Tree) -> ProofStep:
    """A law applied to a part, or to the whole formula."""
    said = (text_of(old), text_of(new), text_of(whole))
    left, right = (
        f"({text})" if len(part) == 3 else text for text, part in zip(said, (old, new), strict=False)
    )
    rule += WHOLE * (said[1] == said[2])
    return ProofStep("", "", said[2], rule, claim=f"{left}<->{right}", said=said)


def _tell_apart(first: Tree, second: Tree) -> ProofStep | None:
    """An assignment in which one is true and the other is false; None if there is none."""
    letters = sorted(variables(first, second))
    columns, full = columns_of(letters)
    tables = table(first, columns, full), table(second, columns, full)
    rows = tables[0] ^ tables[1]
    if not rows:
        return None
    row = (rows & -rows).bit_length() - 1
    values = ",".join(f"{letter}={columns[letter] >> row & 1}" for letter in letters)
    texts = text_of(first), text_of(second)
    if tables[0] >> row & 1:
        claim, said = text_of(("&", first, ("~", second))), (values, texts[0], texts[1])
    else:
        claim, said = text_of(("&", ("~", first), second)), (values, texts[1], texts[0])
    return ProofStep("", "", "false", "apart", claim=f"{values}|={claim}", said=said)


def _changed(tree: Tree, place: int) -> tuple[Tree, int]:
    """The normal form with one place changed, counted in writing order; and the places left to pass."""
    if len(tree) < 3:
        if place == 0:
            return (tree[1] if tree[0] == "~" else ("~", tree)), -1
        return tree, place - 1
    left, place = _changed(tree[1], place)
    if place == 0:
        return ("|" if tree[0] == "&" else "&", left, tree[2]), -1
    right, place = _changed(tree[2], place - 1) if place > 0 else (tree[2], -1)
    return (tree[0], left, right), place


_SAID_EN = {
    "implication": "An implication is a disjunction: {0} is {1}",
    "negated_implication": "The negation of an implication, {0}, is {1}",
    "de_morgan": "By De Morgan's law {0} is {1}",
    "double_negation": "By double negation {0} is {1}",
    "absorption": "By absorption {0} is {1}",
    "idempotence": "By idempotence {0} is {1}",
    "distribution": "By distributivity {0} is {1}",
    "complement": "A letter and its negation are complements: {0} is {1}",
}
LAWS_EN = {
    **{rule: f"{said}. This gives {{2}}." for rule, said in _SAID_EN.items()},
    **{rule + WHOLE: f"{said}." for rule, said in _SAID_EN.items()},
    "apart": "With {0}, {1} is true and {2} is false, so they are not equivalent.",
    "count_both": "{0} is true in {claim} of {1} cases.",
    "count_either": "{0} is true in all cases but those with both parts false: {claim} of {1}.",
}
_SAID_ZH = {
    "implication": "由蕴涵等价式，{0}等价于{1}",
    "negated_implication": "蕴涵式的否定{0}等价于{1}",
    "de_morgan": "由德摩根律，{0}等价于{1}",
    "double_negation": "由双重否定律，{0}等价于{1}",
    "absorption": "由吸收律，{0}等价于{1}",
    "idempotence": "由幂等律，{0}等价于{1}",
    "distribution": "由分配律，{0}等价于{1}",
    "complement": "由排中律（矛盾律）和同一律，{0}等价于{1}",
}
LAWS_ZH = {
    **{rule: f"{said}，整个公式化为{{2}}。" for rule, said in _SAID_ZH.items()},
    **{rule + WHOLE: f"{said}。" for rule, said in _SAID_ZH.items()},
    "apart": "取{0}时，{1}为真而{2}为假，所以两式不等价。",
    "count_both": "{0}在{1}种情况中有{claim}种为真。",
    "count_either": "{0}除两部分都为假的情况外都为真：{1}种情况中有{claim}种。",
}
EN = english(
    "True or false: {first} is equivalent to {second}.",
    ("Compare {first} and {second}.", "Are they logically equivalent?", "Answer true or false."),
    **LAWS_EN,
)
ZH = chinese(
    "判断true或false：公式{first}与{second}逻辑等价。",
    "{first}和{second}是否逻辑等价？回答true或false。",
    **LAWS_ZH,
)
