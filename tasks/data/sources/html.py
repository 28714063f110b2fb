"""HTML of posts to text. Code and LaTeX stay as they are; links, pictures and markup go."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr"}
_IGNORED = {"script", "style"}
_ENDS = {"br": "\n", "li": "\n", "tr": "\n", "td": " | ", "th": " | "}
_MARKS = {"sup": ("^{", "}"), "sub": ("_{", "}"), "code": ("`", "`")}
_MENTION = re.compile(r"(?<![\w@`./])@[^\W\d_][\w.-]{2,40}")


class _Text(HTMLParser):
    """Collects text. Broken markup gives some text, never an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._code = self._silent = 0
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _IGNORED
        if tag == "pre":
            self._code += 1
            self.parts.append("\n\n```\n")
        elif tag in _MARKS and not self._code:
            self.parts.append(_MARKS[tag][0])
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.parts.append(self._bullet())

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED:
            self._silent = max(0, self._silent - 1)
        elif tag == "pre" and self._code:
            self._code -= 1
            self.parts.append("\n```\n\n")
        elif tag in _MARKS and not self._code:
            self.parts.append(_MARKS[tag][1])
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _ENDS:
            self.parts.append(_ENDS[tag])
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data if self._code else re.sub(r"[ \t]*\n[ \t]*", "\n", data))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "\n- "
        self._lists[-1] += 1
        return f"\n{self._lists[-1]}. "


def text_of_html(html: str) -> str:
    """The text of a piece of HTML; `@name` mentions become `[PERSON]` outside code."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    text = re.sub(r"\n{3,}", "\n\n", "".join(parser.parts)).strip()
    pieces = re.split(r"(```\n.*?\n```|`[^`\n]*`|\$[^$]*\$)", text, flags=re.DOTALL)
    pieces[::2] = [_MENTION.sub("[PERSON]", piece) for piece in pieces[::2]]
    return "".join(pieces)
