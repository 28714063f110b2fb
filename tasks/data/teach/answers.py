"""What a teacher sent back: an answer, or the reason why it is none. Nothing in it is trusted."""

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
"""Characters that no text has. Tabs and ends of lines are none of them."""
MAX_DETAIL_CHARS = 300
_MAX_NAME_CHARS = 100
_MAX_TOKENS_CLAIMED = 1_000_000_000


class Paid(Enum):
    """Whether a request that gave no answer was paid for."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"
    """The connection was lost or the time was up: nobody here can know."""


class RefusedError(Exception):
    """A request gave nothing to use. `reason` is the label it is counted under."""

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        paid: Paid = Paid.YES,
        again: bool = False,
        wait_seconds: float | None = None,
    ) -> None:
        """Say why.

        Args:
            reason: A metric label.
            detail: What was seen, for people.
            paid: Whether it cost something.
            again: Whether the same request may succeed later.
            wait_seconds: How long the provider wants to be left alone; None if it did not say.
        """
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.paid, self.again = reason, detail[:MAX_DETAIL_CHARS], paid, again
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it is kept in the cache; a refused one is kept too, for it was paid."""

    text: str = ""
    """What the teacher wrote."""
    reasoning: str = ""
    """Its reasoning, where the provider sends it apart."""
    finish: str = ""
    """Why it ended, e.g. `stop` or `length`."""
    model: str = ""
    """What the provider says the model is."""
    input_tokens: int = 0
    """Tokens sent, as the provider counts; if it does not say, an upper bound."""
    output_tokens: int = 0
    """Tokens received, the same."""
    refused: str = ""
    """Why the answer cannot be used; empty for a good one."""
    detail: str = ""
    """What was seen of a refused one."""


def decode_answer(body: bytes, *, max_input_tokens: int, max_output_tokens: int) -> Answer:
    """The answer in the body of a response with status 200.

    Args:
        body: JSON of a chat completion, or anything else.
        max_input_tokens: Upper bound that counts where the provider gives no usage.
        max_output_tokens: The same.

    Raises:
        RefusedError: It is no chat completion, or has no text that can be used.
    """
    try:
        reply = json.loads(body.decode("utf-8"))
        message, finish = reply["choices"][0]["message"], reply["choices"][0].get("finish_reason")
        content, reasoning = message.get("content"), _reasoning(message)
    except UnicodeDecodeError as error:
        raise RefusedError("not_utf8", str(error)) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("not_json", str(error)) from error
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise RefusedError("not_a_completion", f"{type(error).__name__}: {error}") from error
    if not isinstance(content, str) or not content.strip():
        raise RefusedError("no_content", f"content is {type(content).__name__}, finish_reason {finish!r}")
    for text in (content, reasoning):
        if found := CONTROL.search(text):
            raise RefusedError("control_characters", f"{found[0]!r} at {found.start()}")
        if not is_text(text):
            raise RefusedError("bad_text", "half of a surrogate pair")
    return Answer(
        text=content,
        reasoning=reasoning,
        finish=_name(finish),
        model=_name(reply.get("model")),
        input_tokens=_tokens(reply, "prompt_tokens", max_input_tokens),
        output_tokens=_tokens(reply, "completion_tokens", max_output_tokens),
    )


def _reasoning(message: dict[str, Any]) -> str:
    """DeepSeek and vLLM say `reasoning_content`, OpenRouter and newer vLLM `reasoning`."""
    found = message.get("reasoning_content") or message.get("reasoning")
    return found if isinstance(found, str) else ""


def _tokens(reply: dict[str, Any], name: str, otherwise: int) -> int:
    usage = reply.get("usage")
    count = usage.get(name) if isinstance(usage, dict) else None
    return count if type(count) is int and 0 <= count <= _MAX_TOKENS_CLAIMED else otherwise


def _name(value: Any) -> str:
    """A short name as it may stand in a row; anything else is empty."""
    good = isinstance(value, str) and len(value) <= _MAX_NAME_CHARS and value.isprintable() and is_text(value)
    return value if good else ""


def is_text(text: str) -> bool:
    """Whether a text can be written: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
