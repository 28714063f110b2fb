"""Signs of life between a retrain and its step on another machine, as labels of the step's flow run.

Prefect shows a dead container as Running for ever, and a container does not learn that its parent died.
So each side writes a fresh token every few seconds and watches the other's. Only changes of tokens are
timed, each side by its own clock, and not while the server is away: nobody is judged by an outage. The
labels live and go with the flow run, and need neither a shared disk nor clocks that agree.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from infra.dispatch import stop_children

log = logging.getLogger(__name__)

PARENT = "reasonloop.parent"
"""Label that the retrain renews."""
STEP = "reasonloop.step"
"""Label that the step renews."""
BEAT_SECONDS = 10.0


class Watch:
    """When a token last changed, by our own clock."""

    def __init__(self) -> None:
        self._token: object = None
        self._since = time.monotonic()

    def quiet_seconds(self, token: object) -> float:
        """Seconds since the token changed, 0 when it is a new one."""
        if token != self._token:
            self._token = token
            self._since = time.monotonic()
        return time.monotonic() - self._since

    def forgive(self) -> None:
        """Begin to count anew: what happened meanwhile cannot be known."""
        self._since = time.monotonic()


def beat(client: SyncPrefectClient, run_id: UUID, label: str) -> None:
    """Give a sign of life."""
    client.update_flow_run_labels(run_id, {label: uuid4().hex})


def server_is_away(error: Exception) -> bool:
    """Whether a failed call says that the server is down or overloaded, rather than that we erred."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code >= 500 or error.response.status_code == 429
    return isinstance(error, httpx.TransportError)


class Pulse:
    """The step's side: tells that it lives, and stops the work when nobody wants it any more."""

    def __init__(self, run_id: UUID, adopt_within_seconds: float) -> None:
        self.reason = ""
        """Why the work was stopped; empty while it was not."""
        self.cancelled = False
        """It was stopped because its flow run was cancelled."""
        self._run_id = run_id
        self._limit = adopt_within_seconds
        self._parent = Watch()
        self._done = threading.Event()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Give signs of life, and watch for those of the parent, while the block runs."""
        thread = threading.Thread(target=self._beat, name="pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()

    def _beat(self) -> None:
        with get_client(sync_client=True) as client:
            while not self.reason:
                try:
                    self._look(client)
                except Exception as error:
                    if not server_is_away(error):
                        log.exception("the step gives no more signs of life; it will be begun again")
                        raise
                    self._parent.forgive()
                if self._done.wait(BEAT_SECONDS):
                    return
        log.warning("stopping the step: %s", self.reason)
        stop_children()

    def _look(self, client: SyncPrefectClient) -> None:
        """One sign of life, and one look at what the server says of us."""
        try:
            beat(client, self._run_id, STEP)
            run = client.read_flow_run(self._run_id)
        except ObjectNotFound:
            self.reason = "its flow run was deleted"
            return
        state = run.state
        if state is not None and (state.is_cancelling() or state.is_cancelled()):
            self.cancelled = True
            self.reason = "it was cancelled"
        elif state is not None and state.is_final():
            self.reason = f"its flow run was closed as {state.name}"
        elif self._parent.quiet_seconds(run.labels.get(PARENT)) > self._limit:
            self.reason = (
                f"its retrain gave no sign of life for {self._limit:.0f} s (dispatch.adopt_within_seconds); "
                "the same retrain resumes it from its checkpoint"
            )
