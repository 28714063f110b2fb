"""Stack Exchange dumps: questions with their accepted answers. CC BY-SA, the version by the post's date.

A row is a question of `Posts.xml`; its answer is looked up by its place in the file, so memory holds one
number per answer. Each line of a dump is parsed by itself, and a document type, an entity or a processing
instruction in it is refused: nothing can expand. Tags and duplicates come from the files beside it.

Kept for attribution: link, title, site, licence. People never: names, user ids and profiles are not read,
and `Comments.xml` and `Users.xml` are not opened. Prose is no answer a judge can check, so these problems are
not checkable.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from tasks.data.lines import RawRow, beginning_of, read_lines
from tasks.data.sources.html import text_of_html
from tasks.data.sources.source import Row, RowError, RowUseless, Source, real_problem, text_of
from tasks.params.data import StackExchangeParams
from tasks.records import MAX_ROW_BYTES, Problem

_FRAME = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:\?xml [^<>]*\?|/?(?:posts|tags|postlinks))\s*/?>\s*")
_LICENCES = (("2018-05-02", "CC-BY-SA-4.0"), ("2011-04-08", "CC-BY-SA-3.0"), ("", "CC-BY-SA-2.5"))
"""First day -> licence of what was written from then on; stackoverflow.com/help/licensing."""
_DUPLICATE = "3"
"""LinkTypeId of a question closed as a duplicate of another."""


class _RefusedError(Exception):
    """A construct that no dump has."""


def xml_row(where: str, raw: bytes) -> RawRow:
    """One line `<row A="..." ... />` as its attributes, or a reason: `too_long`, `xml_refused`, `not_xml`."""
    if len(raw) > MAX_ROW_BYTES:
        return RawRow(where, {}, "too_long", beginning_of(raw))
    found: list[dict[str, Any]] = []

    def refuse(*_: Any) -> int:
        raise _RefusedError

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: found.append({"<tag>": tag, **attributes})
    try:
        parser.Parse(raw, True)
    except _RefusedError:
        return RawRow(where, {}, "xml_refused", beginning_of(raw))
    except expat.ExpatError:
        fault = "xml_refused" if b"<!" in raw else "not_xml"
        return RawRow(where, {}, fault, beginning_of(raw))
    if len(found) != 1 or found[0].pop("<tag>") != "row":
        return RawRow(where, {}, "not_xml", beginning_of(raw))
    return RawRow(where, found[0])


def read_posts(path: Path, name: str) -> Iterator[RawRow]:
    """The questions of `Posts.xml`, each with its accepted answer's attributes under `answer`."""
    answers: dict[str, int] = {}
    for where, offset, raw in read_lines(path, name):
        if b'PostTypeId="2"' in raw and not (post := xml_row(where, raw)).fault:
            answers[str(post.row.get("Id"))] = offset
    duplicates = _duplicates(path.with_name("PostLinks.xml"))
    tags = {str(row.get("TagName")) for row in _rows_beside(path.with_name("Tags.xml"))}
    with path.open("rb") as file:
        for where, _, raw in read_lines(path, name):
            if _FRAME.fullmatch(raw):
                continue
            post = xml_row(where, raw)
            if not post.fault and post.row.get("PostTypeId") != "1":
                continue
            place = answers.get(str(post.row.get("AcceptedAnswerId")))
            if place is not None:
                file.seek(place)
                post.row["answer"] = xml_row(where, file.readline(MAX_ROW_BYTES + 1)).row
            post.row["duplicate_of"] = duplicates.get(str(post.row.get("Id")), "")
            known = [tag for tag in re.findall(r"[^<>|]+", str(post.row.get("Tags", ""))) if tag in tags]
            post.row["tags"] = " ".join(known)
            yield post


def parse_row(params: StackExchangeParams, row: Row, where: str) -> Problem:
    """A question with its accepted answer as a problem that is not checkable.

    Raises:
        RowError: an attribute is missing.
        RowUseless: no accepted answer, or the question duplicates another.
    """
    answer = row.get("answer")
    if not isinstance(answer, dict) or not answer:
        raise RowUseless("no_accepted_answer", str(row.get("Id")))
    if row.get("duplicate_of"):
        raise RowUseless("closed_as_duplicate", str(row["duplicate_of"]))
    number, title = text_of(row, "Id"), text_of(row, "Title")
    if not number.isdecimal() or len(number) > 12:
        raise RowError("bad_id", number[:40])
    licences = sorted({_licence(row), _licence(answer)})
    return real_problem(
        source="stack_exchange",
        licence=" AND ".join(licences),
        subtask=f"discussion.{params.site.partition('.')[0]}",
        language="en",
        prompt=f"{title}\n\n{text_of_html(text_of(row, 'Body'))}",
        answer="",
        where=where,
        solution=text_of_html(text_of(answer, "Body")),
        checkable=False,
        provenance={
            "source_id": number,
            "link": f"https://{params.site}/q/{number}",
            "title": title,
            "site": params.site,
            "tags": str(row.get("tags", "")),
        },
    )


def _licence(post: Row) -> str:
    """What the post says of itself, else by the day it was written."""
    if given := post.get("ContentLicense"):
        return "-".join(str(given).split())[:40]
    day = text_of(post, "CreationDate")[:10]
    return next(licence for first, licence in _LICENCES if day >= first)


def _rows_beside(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a small file of the dump; none where it is missing or a line is broken."""
    if path.is_file() and not path.is_symlink():
        for where, _, raw in read_lines(path, path.name):
            if not (row := xml_row(where, raw)).fault:
                yield row.row


def _duplicates(path: Path) -> dict[str, str]:
    links = (row for row in _rows_beside(path) if row.get("LinkTypeId") == _DUPLICATE)
    return {str(row.get("PostId")): str(row.get("RelatedPostId")) for row in links}


def _configure(params: StackExchangeParams) -> Source:
    return Source(
        licence="CC-BY-SA-3.0",
        files=("Posts.xml",),
        read=read_posts,
        parse=lambda row, where: parse_row(params, row, where),
    )


SOURCE = _configure(StackExchangeParams())
