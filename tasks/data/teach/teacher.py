"""A teacher that is asked through cache, pace and budget, and asked again when that may help."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.artifacts import canonical_json, digest_text
from tasks.data.teach.answers import Answer, Paid, RefusedError, decode_answer
from tasks.data.teach.cache import Cache
from tasks.data.teach.limits import Budget, BudgetSpentError, Pace
from tasks.data.teach.wire import Wire
from tasks.errors import ConfigError, ReasoningError, StepFailedError
from tasks.failpoints import failpoint
from tasks.params.data import TeachParams
from tasks.seeds import rng_for

Messages = Sequence[Mapping[str, str]]
"""`role` and `content` of each, as chat completions take them."""

_OURS = ("messages", "model", "stream", "n")
"""Fields of a request that the setting `extra` may not change."""
_OVERHEAD_TOKENS = 16
"""What a provider adds to a request, at most: a byte of the request is already counted as a token."""


class StoppedError(Exception):
    """Nothing more is asked: the budget is spent, or another request met an error that ends the run."""


@dataclass(slots=True)
class Tally:
    """What asking took. Counted as it happens."""

    requests: int = 0
    """Sent now, retries included."""
    retries: int = 0
    cached: int = 0
    """Answered from the cache."""
    resent: int = 0
    """Sent before by a run that did not see the answer: these may have been paid twice, unless the provider
    knows `Idempotency-Key`."""
    input_tokens: int = 0
    output_tokens: int = 0


class Teacher:
    """Asks one model of one provider."""

    def __init__(self, params: TeachParams, wire: Wire, cache: Cache) -> None:
        """Nothing is sent yet.

        Raises:
            ConfigError: `extra` changes a field that is ours.
        """
        if wrong := [name for name in _OURS if name in params.extra]:
            raise ConfigError(f"teach.extra: {wrong[0]!r} is set by the task; choose other fields")
        self._params, self._wire, self._cache = params, wire, cache
        self.host = wire.host
        self._pace = Pace(
            requests_per_minute=params.requests_per_minute, tokens_per_minute=params.tokens_per_minute
        )
        self.budget = Budget(params.max_cost)
        self.budget_spent = False
        """Whether a request was not sent because it might cost more than is left."""
        self.tally = Tally()
        self._stopped = False
        self._failures = 0
        self._usual_tokens = float(params.max_tokens)

    async def ask(self, messages: Messages, *, sample: int, stop: Sequence[str] = ()) -> tuple[str, Answer]:
        """One answer, paid once, and the hash of its request.

        Args:
            messages: The conversation so far.
            sample: Number of the trace: the same messages are another request in each.
            stop: Texts at which the teacher should end.

        Raises:
            RefusedError: The answer is of no use.
            StoppedError: The run asks no more.
            ConfigError: A setting must be changed first.
            StepFailedError: The provider is out of order.
        """
        body = canonical_json(self._body(messages, stop)).encode()
        key = digest_text(
            canonical_json({"url": self._wire.url, "body": digest_text(body.decode()), "sample": sample})
        )
        answer = self._cache.find(key)
        most = self._cost(len(body) + _OVERHEAD_TOKENS, self._params.max_tokens)
        lost = most * self._cache.unanswered(key)
        known = self._cost(answer.input_tokens, answer.output_tokens) if answer else most
        try:
            await self.budget.reserve(key, known + lost)
        except BudgetSpentError as error:
            self.budget_spent = True
            raise StoppedError from error
        paid = 0.0
        try:
            if answer is None:
                self.tally.resent += bool(self._cache.unanswered(key))
                answer = await self._attempts(key, body)
            else:
                self.tally.cached += 1
            paid = self._cost(answer.input_tokens, answer.output_tokens)
            self.tally.input_tokens += answer.input_tokens
            self.tally.output_tokens += answer.output_tokens
        finally:
            await self.budget.settle(key, paid + most * self._cache.unanswered(key))
        if answer.refused:
            raise RefusedError(answer.refused, answer.detail)
        return key, answer

    def stop(self) -> None:
        """Send nothing more; what is under way is waited for and kept."""
        self._stopped = True

    async def _attempts(self, key: str, body: bytes) -> Answer:
        """Send until there is an answer, good or not, that is in the cache."""
        for attempt in range(self._params.max_retries + 1):
            try:
                answer = await self._attempt(key, body)
            except ReasoningError:
                self.stop()
                raise
            except RefusedError as error:
                if not error.again or attempt == self._params.max_retries:
                    self._count_failure(error)
                    raise
                await self._wait(key, attempt, error)
                self.tally.retries += 1
                continue
            if answer.refused:
                self._count_failure(RefusedError(answer.refused, answer.detail))
            else:
                self._failures = 0
            return answer
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self, key: str, body: bytes) -> Answer:
        """One request. A refused answer that was paid for is an answer, too."""
        expected = len(body) // 4 + int(self._usual_tokens)
        await self._pace.admit(expected)
        if self._stopped:
            raise StoppedError
        self._cache.note_sent(key)
        self.tally.requests += 1
        failpoint("distil.sent")
        took = 0
        try:
            answer = self._decode(body, await self._wire.post(body, name=key))
        except ConfigError:
            self._cache.note_unpaid(key)
            raise
        except RefusedError as error:
            if error.paid is Paid.NO:
                self._cache.note_unpaid(key)
            if error.paid is not Paid.YES:
                raise
            answer = Answer(
                refused=error.reason,
                detail=error.detail,
                input_tokens=len(body) + _OVERHEAD_TOKENS,
                output_tokens=self._params.max_tokens,
            )
        else:
            took = answer.input_tokens + answer.output_tokens
            self._usual_tokens += (answer.output_tokens - self._usual_tokens) / 8
        finally:
            self._pace.correct(took - expected)
        failpoint("distil.answered")
        self._cache.note_answer(key, answer)
        failpoint("distil.noted")
        return answer

    def _decode(self, request: bytes, body: bytes) -> Answer:
        answer = decode_answer(
            body,
            max_input_tokens=len(request) + _OVERHEAD_TOKENS,
            max_output_tokens=self._params.max_tokens,
        )
        if self._wire.repeats_key(answer.text) or self._wire.repeats_key(answer.reasoning):
            raise RefusedError("key_repeated", "the answer holds the key that was sent")
        return answer

    async def _wait(self, key: str, attempt: int, error: RefusedError) -> None:
        """Before the next attempt: as long as the provider says, else twice as long each time."""
        longest = self._params.max_wait_seconds
        if error.wait_seconds is not None:
            if error.wait_seconds > longest:
                self.stop()
                raise StepFailedError(
                    f"{self._wire.host} asks to wait {error.wait_seconds:.0f} s, more than "
                    f"teach.max_wait_seconds = {longest:g} ({error}). Later the same command goes "
                    "on; answers so far are kept"
                ) from error
            self._pace.pause(error.wait_seconds)
            return
        spread = rng_for(self._params.seed, "retry", key, attempt).uniform(0.5, 1)
        await asyncio.sleep(min(longest, 2.0**attempt) * spread)

    def _count_failure(self, error: RefusedError) -> None:
        self._failures += 1
        if self._failures >= self._params.max_failures:
            self.stop()
            raise StepFailedError(
                f"{self._wire.host}: {self._failures} requests failed one after the other, the last one with "
                f"{error}. Look at teach.base_url, teach.model and teach.extra; the same command goes "
                "on, and answers so far are kept"
            ) from error

    def _body(self, messages: Messages, stop: Sequence[str]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._params.model,
            "messages": [dict(message) for message in messages],
            "temperature": self._params.temperature,
            self._params.max_tokens_field: self._params.max_tokens,
            "stream": False,
            **({"stop": list(stop)} if stop else {}),
            **self._params.extra,
        }
        return {name: value for name, value in body.items() if value is not None}

    def _cost(self, input_tokens: int, output_tokens: int) -> float:
        return (input_tokens * self._params.input_price + output_tokens * self._params.output_price) / 1e6
