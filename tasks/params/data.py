"""Settings of the data tasks: from sources to a mixture."""

from typing import Any, Literal

from pydantic import Field

from tasks.params.section import Level, Section


class SynthesizeParams(Section):
    """Problems drawn from generators."""

    seed: int = Field(17, ge=0)
    """Root of the streams that problems are drawn from."""
    num_problems: int = Field(60_000, ge=1, le=10_000_000)
    """Training problems to draw, over all subtasks."""
    num_eval_problems: int = Field(100, ge=0, le=100_000)
    """Held-out problems per subtask and level."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Subtask -> relative share of the training problems; a subtask not named has weight 1."""
    levels: tuple[Level, ...] = (1, 2)
    """Levels of training problems, each 1-5."""
    eval_levels: tuple[Level, ...] = (1, 2, 3)
    """Levels of held-out problems, each 1-5; those not in `levels` are the unseen-level rows."""
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")
    """Languages that prompts are rendered in, in turn."""
    max_useless_share: float = Field(1.0, ge=0)
    """Useless draws, as a share of the problems wanted, after which a subtask and level stops."""


class SourceParams(Section):
    """Where one real corpus is read from."""

    enabled: bool = True
    """False leaves the source out without a word."""
    path: str = ""
    """Local file or folder; relative paths start at the project. Empty: the Hugging Face hub."""
    hub: str = ""
    """Hub data set to read when there is no local copy."""
    limit: int = Field(1_000_000, ge=1)
    """Rows read at most."""


class IngestParams(Section):
    """Real corpora brought into our records."""

    seed: int = Field(17, ge=0)
    """Decides which rows are held out for evaluation."""
    allow_hub: bool = False
    """Download sources that are not at their `path`. Off: they are reported as absent."""
    eval_share: float = Field(0.03, ge=0, le=0.5)
    """Share of each corpus's rows, chosen by hash of the id, that is held out for evaluation."""
    licences: tuple[str, ...] = ("MIT", "Apache-2.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0")
    """SPDX licences allowed in; a row under another is dropped."""
    gsm8k: SourceParams = SourceParams(path="../shared/data/gsm8k/train.jsonl", hub="openai/gsm8k")
    """Grade-school word problems, train split only."""
    tal_scq5k: SourceParams = SourceParams(path="../shared/data/tal_scq5k", hub="math-eval/TAL-SCQ5K")
    """Single-choice problems in Chinese and English, train split only."""


class ScrubParams(Section):
    """Removal of personal data."""

    kinds: tuple[Literal["email", "url", "phone", "cn_id", "handle"], ...] = (
        "email",
        "url",
        "phone",
        "cn_id",
        "handle",
    )
    """Kinds of personal data replaced by a placeholder."""


class CleanParams(Section):
    """Which rows are worth training on."""

    max_prompt_chars: int = Field(2_000, ge=10)
    """A longer prompt is dropped."""
    max_solution_chars: int = Field(8_000, ge=10)
    """A longer solution is dropped."""
    max_repetition: float = Field(0.7, ge=0, le=1)
    """Drop a solution in which more than this share of 8-character pieces repeat an earlier one."""


class DecontaminateParams(Section):
    """No training problem may be an evaluation problem."""

    word_ngram: int = Field(8, ge=2)
    """Words per n-gram where words are separated by spaces."""
    char_ngram: int = Field(12, ge=2)
    """Characters per n-gram in Chinese text."""
    max_overlap: float = Field(0.5, ge=0, le=1)
    """Drop a training row when it shares more than this part of the n-grams of the shorter of the two rows
    with one evaluation row: a copy inside a longer text counts too."""


class MixParams(Section):
    """The next dataset version from new and kept rows."""

    seed: int = Field(17, ge=0)
    """Decides which rows are taken when there are more than wanted."""
    new_share: float = Field(0.10, ge=0, le=1)
    """Share of the version that is new, when there is a previous version."""
    min_kept_share: float = Field(0.70, ge=0, le=1)
    """Least share of the previous version's training ids that is kept."""
    share_tolerance: float = Field(0.02, ge=0, le=1)
    """A version whose share of new rows is further than this from `new_share` is refused."""
    shard_rows: int = Field(5_000, ge=1)
    """Rows per shard file."""


class TeachParams(Section):
    """Reasoning distilled from a teacher: any model behind an OpenAI-compatible interface."""

    base_url: str = ""
    """Where the provider's interface begins, e.g. `https://api.example.com/v1`."""
    model: str = ""
    """Name of the model, as the provider spells it."""
    api_key_env: str = "TEACHER_API_KEY"
    """Name of the environment variable that holds the key, never the key; empty: the server wants none."""
    seed: int = Field(17, ge=0)
    """Spread of the waits between retries."""
    samples: int = Field(4, ge=1, le=1_000)
    """Traces asked for each problem."""
    tools: bool = False
    """Let the teacher calculate: it writes [THOUGHT] and [ACTION], and is given [RESULT] by SymPy."""
    temperature: float = Field(1.0, ge=0, le=2)
    """Sampling temperature."""
    max_tokens: int = Field(4_096, ge=1, le=1_000_000)
    """Longest answer to one request, in tokens; a longer one is cut off and not kept."""
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """What the provider calls that limit."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further fields of the request, e.g. `{top_p: 0.95}`; null leaves one of ours out."""
    max_rounds: int = Field(8, ge=1, le=100)
    """Requests of one trace with tools."""
    action_seconds: float = Field(5.0, gt=0, le=60)
    """Longest time of one action."""
    max_result_chars: int = Field(500, ge=10, le=10_000)
    """Characters of a result; the rest is cut off."""
    min_trace_chars: int = Field(20, ge=0)
    """A shorter trace is a bare answer, and not kept."""
    max_trace_chars: int = Field(8_000, ge=1, le=100_000)
    """A longer trace is not kept."""
    concurrency: int = Field(8, ge=1, le=1_000)
    """Traces under way at a time."""
    requests_per_minute: float = Field(60.0, gt=0)
    """Requests are sent this far apart, retries included."""
    tokens_per_minute: float = Field(100_000.0, gt=0)
    """Tokens in and out, on average."""
    timeout_seconds: float = Field(300.0, gt=0)
    """Longest time of one request, from the connection to the last byte."""
    max_body_bytes: int = Field(4_000_000, ge=1_000)
    """A longer answer is refused, and not read."""
    max_retries: int = Field(6, ge=0, le=20)
    """Further attempts at a request after status 408, 409, 429 or 5xx, a lost connection or a time-out."""
    max_wait_seconds: float = Field(120.0, gt=0)
    """Longest wait before a retry; a provider that asks for a longer one ends the run."""
    max_failures: int = Field(20, ge=1)
    """Requests that fail one after the other, retries and all, before the run ends."""
    input_price: float = Field(0.0, ge=0)
    """Price of a million tokens that are sent."""
    output_price: float = Field(0.0, ge=0)
    """Price of a million tokens that are received."""
    max_cost: float = Field(1.0, ge=0)
    """What all answers of a run may cost together, in the currency of the prices, whenever they were paid."""
    cache: str = ".reasonloop/teachers"
    """Folder of the answers paid for, shared by all runs that name it."""
