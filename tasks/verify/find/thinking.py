"""The part of a completion that may hold the answer."""

import re

MAX_COMPLETION_CHARS = 20_000

_CONTROL = re.compile(r"<\|[a-zA-Z_]{1,20}\|>.*", re.DOTALL)
_LEADING_CONTROL = re.compile(r"^(?:\s*<\|[a-zA-Z_]{1,20}\|>)+")


def final_part(completion: str) -> str:
    """The last 20,000 characters of the text outside the think parts, without control tokens."""
    text = completion[-MAX_COMPLETION_CHARS:]
    opened = len(completion) > MAX_COMPLETION_CHARS and completion.rfind("<think>") > completion.rfind(
        "</think>"
    )
    if opened:
        return ""
    if "<|" in text:
        text = _CONTROL.sub("", _LEADING_CONTROL.sub("", text))
    _, closed, after = text.rpartition("</think>")
    text = after if closed else text
    return text.partition("<think>")[0].strip()
