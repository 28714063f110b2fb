"""Rows that were made to do something to whoever reads them: quarantined, never repaired.

A row that hides an instruction, characters that do not show, or control tokens of a chat format cannot
have come out of an honest corpus by itself, and a cleaned-up attack is still an attack.
"""

import re
from itertools import chain

from tasks.chat import SPECIAL_TOKENS
from tasks.records import Problem

_TOKENS = (
    *SPECIAL_TOKENS,
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|system|>",
    "<|eot_id|>",
    "<|begin_of_text|>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
)
_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|system|original)"
_ORDERS = r"(?:instructions?|prompts?|directions?|commands?|messages?|guidelines?|orders?)"

POISON: dict[str, re.Pattern[str]] = {
    # Zero width, bidirectional overrides, tags, and controls other than tab and line ends.
    "hidden_characters": re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
        "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    ),
    "control_tokens": re.compile("|".join(map(re.escape, _TOKENS))),
    "hidden_instruction": re.compile(
        rf"\b(?:ignore|disregard|forget|override|bypass)\W+(?:\w+\W+){{0,4}}?{_EARLIER}\W+(?:\w+\W+)?{_ORDERS}\b"
        rf"|\b(?:ignore|disregard|forget)\W+(?:all|everything)\W+"
        r"(?:\w+\W+){0,2}?(?:above|before|you were told)\b"
        r"|\byou are (?:now|no longer) (?:DAN|an? (?:unrestricted|jailbroken|evil)|in developer mode)"
        r"|\b(?:reveal|print|repeat) (?:me )?(?:your|the) (?:system|hidden) prompt\b"
        r"|(?:忽略|无视|忘记|忘掉|不要理会)(?:掉|你)?(?:之前|以上|上述|前面|此前|先前|上面|系统)(?:的)?"
        r"(?:所有|全部|一切)?(?:的)?(?:指令|提示|指示|命令|要求|规则|内容)"
        r"|(?:忽略|无视|忘记|忘掉)(?:所有|全部|一切)(?:的)?(?:之前|以上|上述|前面|此前|先前|系统)?(?:的)?(?:指令|提示|指示|命令|规则)",
        re.IGNORECASE,
    ),
}
"""Reason -> what no text of a row may hold."""


def poison_of(problem: Problem) -> str:
    """The first reason of `POISON` that holds for a text of the row; empty where none does."""
    texts = chain((problem.prompt, problem.answer, problem.solution), problem.more_solutions)
    joined = "\n".join(texts)
    return next((reason for reason, pattern in POISON.items() if pattern.search(joined)), "")
