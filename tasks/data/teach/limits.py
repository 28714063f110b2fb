"""How fast and for how much a teacher is asked. All of it belongs to one event loop."""

import asyncio
import time
from collections.abc import Awaitable, Callable


class Pace:
    """Requests and tokens per minute. Requests are let through one by one, in the order they came."""

    def __init__(
        self,
        *,
        requests_per_minute: float,
        tokens_per_minute: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Begin; the first request goes at once.

        Args:
            requests_per_minute: Requests are at least 60 s / this apart; there are no bursts.
            tokens_per_minute: After n tokens the next request waits 60 s * n / this.
            clock: Seconds.
            sleep: Waits some seconds.
        """
        self._seconds_per_request = 60 / requests_per_minute
        self._seconds_per_token = 60 / tokens_per_minute
        self._clock, self._sleep = clock, sleep
        self._requests_at = self._tokens_at = self._paused_until = 0.0
        self._turn = asyncio.Lock()

    async def admit(self, tokens: int) -> None:
        """Wait until a request of about so many tokens may be sent."""
        async with self._turn:
            while (wait := self._next() - self._clock()) > 0:
                await self._sleep(wait)
            now = self._clock()
            self._requests_at = now + self._seconds_per_request
            self._tokens_at = now + tokens * self._seconds_per_token

    def correct(self, tokens: int) -> None:
        """A request took so many tokens more (or, below 0, fewer) than it was admitted with."""
        self._tokens_at = max(self._tokens_at, self._clock()) if tokens > 0 else self._tokens_at
        self._tokens_at += tokens * self._seconds_per_token

    def pause(self, seconds: float) -> None:
        """Let nothing through for some time: the provider asked for it."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def _next(self) -> float:
        return max(self._requests_at, self._tokens_at, self._paused_until)


class BudgetSpentError(Exception):
    """The next request might cost more than is left."""


class Budget:
    """What a run may cost. A request is reserved at the most it can cost, so the limit is never passed."""

    def __init__(self, max_cost: float) -> None:
        """Begin with nothing spent."""
        self.max_cost, self.spent = max_cost, 0.0
        self._reserved: dict[str, float] = {}
        self._changed = asyncio.Condition()

    async def reserve(self, key: str, cost: float) -> None:
        """Set `cost` aside for a request; waits for others under way if they may leave enough.

        Raises:
            BudgetSpentError: It is more than is left, whatever the others cost.
        """
        async with self._changed:
            while self.spent + sum(self._reserved.values()) + cost > self.max_cost:
                if self.spent + cost > self.max_cost or not self._reserved:
                    raise BudgetSpentError
                await self._changed.wait()
            self._reserved[key] = cost

    async def settle(self, key: str, cost: float) -> None:
        """The request is over and did cost this."""
        async with self._changed:
            self._reserved.pop(key, None)
            self.spent += cost
            self._changed.notify_all()
