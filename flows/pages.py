"""Tables, texts and progress on a run's page in the Prefect UI.

They are for people who look; a server that is away must not end a training that runs. So a failure here
is one warning.
"""

import logging
from collections.abc import Callable
from typing import Any

import httpx
from prefect import artifacts
from prefect.exceptions import PrefectException

log = logging.getLogger(__name__)


def show_table(rows: list[dict[str, Any]], *, key: str) -> None:
    """A table; `key` is lower case with dashes, so that the UI keeps its history."""
    _try(lambda: artifacts.create_table_artifact(rows, key=key), key)


def show_markdown(text: str, *, key: str) -> None:
    """A text in Markdown."""
    _try(lambda: artifacts.create_markdown_artifact(text, key=key), key)


def show_link(url: str, text: str, *, key: str) -> None:
    """A link."""
    _try(lambda: artifacts.create_link_artifact(url, link_text=text, key=key), key)


class ProgressPage:
    """A progress bar of one step."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._artifact: Any = None

    def show(self, percent: float) -> None:
        """Move it; the first call makes it."""
        if self._artifact is None:
            create = artifacts.create_progress_artifact
            self._artifact = _try(lambda: create(percent, key=self._key, description=self._key), self._key)
        else:
            _try(lambda: artifacts.update_progress_artifact(self._artifact, percent), self._key)


def _try(call: Callable[[], Any], key: str) -> Any:
    try:
        return call()
    except (PrefectException, httpx.HTTPError) as error:
        log.warning("not shown in the Prefect UI: %s (%s)", key, error)
        return None
