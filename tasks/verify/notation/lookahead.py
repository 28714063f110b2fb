"""What the next tokens begin."""

from tasks.verify.notation.cursor import Cursor

_STARTERS = frozenset({"(", "{", "lfloor", "lceil", "langle", "\\{", "["})


def starts_factor(c: Cursor) -> bool:
    """Whether the next token begins a factor without a sign of multiplication."""
    token = c.token
    if token.kind == "num":
        previous = c.tokens[c.place - 1]
        return previous.kind != "num" and previous.text not in ("%", "!") and not token.text.startswith(".")
    if token.kind in ("sym", "fn"):
        return not is_unit_function(c)
    if token.kind == "cmd":
        return token.text in (
            "frac",
            "sqrt",
            "binom",
            "sum",
            "prod",
            "int",
            "overline",
        ) or token.text.startswith("begin")
    if token.kind == "op":
        return token.text in _STARTERS or (token.text == "|" and c.bars == 0 and _bar_opens(c))
    return False


def is_unit_function(c: Cursor) -> bool:
    """`sec` and `min` with nothing behind them are seconds and minutes."""
    if c.token.kind != "fn":
        return False
    after = c.ahead()
    ends = after.kind in ("end", "sep") or after.text in (",", ";", ")", "}", "/", "=")
    return c.token.text in ("sec", "min") and ends


def _bar_opens(c: Cursor) -> bool:
    return any(t.text == "|" for t in c.tokens[c.place + 1 : c.place + 40])
