"""A model folder and the list of its digests.

`SHA256SUMS` stands beside the files in the format of `sha256sum`, so that `sha256sum -c SHA256SUMS`
checks it anywhere; the digest of the list itself is in the release ledger, which cannot be rewritten.
"""

from pathlib import Path

from tasks.artifacts import digest_file, digest_text, files_of
from tasks.errors import DataError, ModelError

SUMS = "SHA256SUMS"


def sums_of(folder: Path) -> str:
    """The list of a folder's files, one `<sha256>  <path>` a line, sorted by path.

    Raises:
        ModelError: the folder is missing or empty, or holds a link.
    """
    try:
        files = {name: path for name, path in files_of(folder).items() if name != SUMS}
    except DataError as error:
        raise ModelError(str(error)) from error
    if not files:
        raise ModelError(f"{folder}: no model here; run the training step again")
    return "".join(f"{digest_file(path)}  {name}\n" for name, path in files.items())


def check_model(folder: Path, sha256: str) -> None:
    """Compare a folder with its digest.

    Args:
        folder: Model files and their `SHA256SUMS`.
        sha256: Digest of the list, from the ledger.

    Raises:
        ModelError: a file is missing, new or changed; the message names it.
    """
    found = sums_of(folder)
    if digest_text(found) == sha256:
        return
    listed = folder / SUMS
    expected = listed.read_text(encoding="utf-8", errors="replace") if listed.is_file() else ""
    if digest_text(expected) != sha256:
        raise ModelError(f"{folder}: neither the files nor their list {SUMS} are those released; {_NEXT}")
    there, wanted = _digests(found), _digests(expected)
    name = min(n for n in there.keys() | wanted.keys() if there.get(n) != wanted.get(n))
    if name not in there:
        what = "missing"
    else:
        what = "its bytes changed since the release" if name in wanted else "not part of the release"
    raise ModelError(f"{folder / name}: {what}; {_NEXT}")


def _digests(sums: str) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in sums.splitlines())
    return {name: digest for digest, name in pairs}


_NEXT = "restore it from a copy, or `reasonloop rollback` to another release"
