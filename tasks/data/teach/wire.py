"""One HTTP request to a teacher, bounded in time and bytes. The only module of tasks that opens a connection.

What a server can do wrong is a `RefusedError` with a reason; what a setting can put right is a
`ConfigError` that names it. The key comes from the environment and is in the request's header and nowhere
else: an answer that repeats it is refused.
"""

import asyncio
import ipaddress
import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from tasks.data.teach.answers import Paid, RefusedError
from tasks.errors import ConfigError
from tasks.params.data import TeachParams

log = logging.getLogger(__name__)

_EXCERPT_BYTES = 2_000
_MIN_SECRET_CHARS = 8
"""A shorter key is a dummy, as local servers take them, and may occur in any text."""
_AGAIN = {408, 409, 425, 429}
_SETTINGS = {
    401: "the key is not accepted: put a valid one into the variable named by teach.api_key_env",
    402: "the account has no credit: pay, or change teach.base_url and teach.api_key_env",
    403: "this key may not use the model: change teach.model, or the key named by teach.api_key_env",
    404: "no such model or address: change teach.model or teach.base_url",
    405: "the address takes no requests of this kind: change teach.base_url",
}
"""Status that no retry changes -> what to do."""


class Wire:
    """A connection to the provider that the settings name."""

    def __init__(self, params: TeachParams, environment: Mapping[str, str] = os.environ) -> None:
        """Check the settings; nothing is sent yet.

        Raises:
            ConfigError: The address, the model or the key is missing or malformed.
        """
        self.url = _endpoint(params)
        self.host = urlsplit(self.url).netloc
        self._key = _key(params, environment)
        self._params = params
        if self._key and self.url.startswith("http:") and not is_local(self.url):
            log.warning("teach.base_url %s: http sends the key in clear text; use https", self.host)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request otherwise
        self._client = httpx.AsyncClient(
            headers=headers,
            timeout=None,  # noqa: S113  a deadline over all of it is kept below
            follow_redirects=False,
            limits=httpx.Limits(max_connections=params.concurrency),
        )

    async def post(self, body: bytes, *, name: str) -> bytes:
        """Send one request; the body of the response if its status is 200.

        Args:
            body: JSON.
            name: Name of the request, the same in every attempt, for providers that know `Idempotency-Key`.

        Raises:
            ConfigError: A status that only a setting changes.
            RefusedError: Anything else that is no body of JSON.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": name}
        try:
            async with asyncio.timeout(self._params.timeout_seconds):
                async with self._client.stream("POST", self.url, content=body, headers=headers) as response:
                    return await self._read(response)
        except TimeoutError as error:
            seconds = self._params.timeout_seconds
            raise RefusedError(
                "timed_out", f"no whole answer in {seconds:g} s", paid=Paid.UNKNOWN, again=True
            ) from error
        except httpx.ConnectError as error:
            raise RefusedError("unreachable", self._safe(str(error)), paid=Paid.NO, again=True) from error
        except httpx.HTTPError as error:
            detail = self._safe(f"{type(error).__name__} {error}")
            raise RefusedError("connection_lost", detail, paid=Paid.UNKNOWN, again=True) from error

    async def _read(self, response: httpx.Response) -> bytes:
        status = response.status_code
        if status != 200:
            await self._refuse(response)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise RefusedError("wrong_content_type", f"{kind[:80]!r}, expected application/json")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise RefusedError("compressed", "compression was not asked for")
        body = await _read_at_most(response, self._params.max_body_bytes)
        if body is None:
            raise RefusedError("too_large", f"more than {self._params.max_body_bytes} bytes")
        if self.repeats_key(body.decode("utf-8", "replace")):
            raise RefusedError("key_repeated", "the answer holds the key that was sent")
        return body

    async def _refuse(self, response: httpx.Response) -> None:
        status = response.status_code
        if 300 <= status < 400:
            target = self._safe(response.headers.get("location", ""))[:100]
            raise RefusedError(
                "redirect", f"{status} to {target!r}: teach.base_url must be final", paid=Paid.NO
            )
        body = await _read_at_most(response, _EXCERPT_BYTES, cut=True)
        said = " ".join(self._safe((body or b"").decode("utf-8", "replace")).split())
        said = "".join(c for c in said if c.isprintable())[:200]
        if status in _SETTINGS:
            raise ConfigError(f"{self.host} answered {status}: {_SETTINGS[status]}. It said: {said!r}")
        if status in _AGAIN or status >= 500:
            wait = seconds_asked_for(response.headers.get("retry-after", ""))
            reason = "rate_limited" if status == 429 else "server_error"
            raise RefusedError(reason, f"{status} {said}", paid=Paid.NO, again=True, wait_seconds=wait)
        raise RefusedError("bad_request", f"{status} {said}", paid=Paid.NO)

    def repeats_key(self, text: str) -> bool:
        """Whether a text holds the key."""
        return len(self._key) >= _MIN_SECRET_CHARS and self._key in text

    def _safe(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _read_at_most(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes | None:
    """The body, or None if it is longer than `limit`; with `cut` its beginning then."""
    length = response.headers.get("content-length", "")
    if not cut and length.isdecimal() and int(length[:20]) > limit:
        return None
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            return bytes(body[:limit]) if cut else None
    return bytes(body)


def seconds_asked_for(retry_after: str, now: datetime | None = None) -> float | None:
    """The wait that a `Retry-After` header asks for, in seconds or as a date; None if it says nothing."""
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", retry_after.strip()):
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError, IndexError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def is_local(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _endpoint(params: TeachParams) -> str:
    if not params.base_url or not params.model:
        missing = "base_url" if not params.base_url else "model"
        raise ConfigError(
            f"teach.{missing} is empty: name a teacher, e.g. --set teach.base_url=https://api.example.com/v1 "
            "--set teach.model=NAME"
        )
    try:
        parts = urlsplit(params.base_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        httpx.URL(params.base_url)
    except (ValueError, httpx.InvalidURL):
        good = False
    if not good:
        raise ConfigError("teach.base_url: expected http:// or https://, a host and a path such as /v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError(
            "teach.base_url: settings are stored with the run, so it must hold no user, password or query; "
            "put the key into the variable named by teach.api_key_env"
        )
    return params.base_url.rstrip("/") + "/chat/completions"


def _key(params: TeachParams, environment: Mapping[str, str]) -> str:
    """The key; messages tell neither it nor what stands in the setting, which may be the key by mistake."""
    name = params.api_key_env
    if not name:
        return ""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ConfigError("teach.api_key_env: expected the NAME of an environment variable, never a key")
    key = environment.get(name, "").strip()
    if not key:
        raise ConfigError(
            "the environment variable named by teach.api_key_env is not set: export it, or give "
            "--set teach.api_key_env= for a server that wants no key"
        )
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise ConfigError(
            "the key in the variable named by teach.api_key_env has spaces or other odd characters"
        )
    return key
