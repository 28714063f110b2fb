"""What a refresh changed, read off the manifests of the two versions.

DVC's manifest of a version lists every file with its digest, and a shard's name says its split and its
rows. So the shares of new and kept rows follow from two manifests alone, whatever the mixing task claims,
and without fetching a byte of data.
"""

from dataclasses import dataclass
from pathlib import Path

from infra.dvc_box import read_tree
from tasks.dataset import shard_rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RealisedShares:
    """Training rows and bytes of a version against the one before."""

    num_train: int
    """Training rows of the new version."""
    num_new: int
    """Of these, rows in shards that the previous version does not have."""
    new_share: float
    """`num_new / num_train`."""
    kept_share: float
    """Share of the previous version's training rows whose shard is still there."""
    new_bytes_share: float
    """Bytes of files that the previous version does not have, as a share of all bytes: what is stored."""


def realised_shares(previous: Path, version: Path) -> RealisedShares:
    """Compare two dataset folders by their manifests.

    Args:
        previous: Folder of the previous version.
        version: Folder of the new one.
    """
    before, after = read_tree(previous).objects, read_tree(version).objects
    old, new = _train_rows(before), _train_rows(after)
    kept = {name: rows for name, rows in old.items() if after.get(name) == before[name]}
    added = [name for name, md5 in after.items() if before.get(name) != md5]
    num_train, num_new = sum(new.values()), sum(new.values()) - sum(kept.values())
    sizes = {name: (version / name).stat().st_size for name in after}
    return RealisedShares(
        num_train=num_train,
        num_new=num_new,
        new_share=num_new / max(1, num_train),
        kept_share=sum(kept.values()) / max(1, sum(old.values())),
        new_bytes_share=sum(sizes[name] for name in added) / max(1, sum(sizes.values())),
    )


def _train_rows(objects: dict[str, str]) -> dict[str, int]:
    found = {name: shard_rows_of(name) for name in objects}
    return {name: rows[1] for name, rows in found.items() if rows and rows[0] == "train"}
