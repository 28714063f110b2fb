"""What a run of the teacher leaves besides its rows."""

from dataclasses import dataclass

from tasks.data.stage import StageCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class DistilReport:
    """What was asked, kept and paid."""

    counts: StageCounts
    """Problems: kept with at least one trace, or dropped as `no_accepted_trace`. One whose traces were given
    up before any was kept is neither."""
    num_problems: int
    """Problems asked about."""
    num_traces: int
    """Traces kept."""
    rejected: dict[str, int]
    """Reason -> traces that were not kept."""
    skipped: dict[str, int]
    """Reason -> problems not asked about: `held_out`, `repeated`, `bad_text`, `bad_reference`."""
    unasked: int
    """Traces given up because the budget was spent."""
    stopped: str
    """Empty, or why not everything was asked and what to do."""
    teacher: str
    """The model asked."""
    host: str
    """Host of the provider."""
    requests: int
    """Requests sent by this attempt, retries included."""
    retries: int
    """Of these, retries."""
    cached: int
    """Requests answered from the cache."""
    resent: int
    """Requests that an earlier attempt had sent without seeing the answer."""
    input_tokens: int
    """Tokens sent for the answers used, cached ones included."""
    output_tokens: int
    """Tokens received, the same."""
    cost: float
    """What these cost, whenever they were paid; what may have been paid counts at its most."""
    num_actions: int
    """Programs run for traces kept."""
    num_forged: int
    """Turns in which the teacher wrote a result itself, among finished traces."""
