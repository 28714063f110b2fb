"""Settings of the data tasks: from sources to a mixture."""

from typing import Any, Literal

from pydantic import Field, model_validator

from tasks.params.section import Level, Section


class SynthesizeParams(Section):
    """Problems drawn from generators."""

    seed: int = Field(17, ge=0)
    """Root of the streams that problems are drawn from."""
    num_problems: int = Field(60_000, ge=1, le=10_000_000)
    """Training problems to draw, over all subtasks."""
    num_eval_problems: int = Field(100, ge=0, le=100_000)
    """Held-out problems per subtask and level."""
    num_probe_problems: int = Field(0, ge=0, le=100_000)
    """Held-out problems per subtask and level of templates that training never sees, and as many with larger
    numbers than it sees."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Subtask, or subtask at a level such as `algebra.linear.L2`, -> relative weight of each of its levels
    among the training problems."""
    other_weight: float = Field(1.0, ge=0)
    """Weight of what `weights` does not name."""
    levels: tuple[Level, ...] = (1, 2)
    """Levels of training problems, each 1-5."""
    eval_levels: tuple[Level, ...] = (1, 2, 3)
    """Levels of held-out problems, each 1-5; those not in `levels` are the unseen-level rows."""
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")
    """Languages that prompts are rendered in; a problem is in one of them, chosen by its hash."""


class SourceParams(Section):
    """Where one real corpus is read from."""

    enabled: bool = True
    """False leaves the source out without a word."""
    path: str = ""
    """Local file or folder; relative paths start at the project. Empty: the Hugging Face hub."""
    hub: str = Field("", pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*)?$")
    """Hub data set to read when there is no local copy, `owner/name`."""
    limit: int = Field(1_000_000, ge=1)
    """Rows read at most."""


class TraceParams(SourceParams):
    """Worked traces of other models, in files of any layout."""

    licence: str = "Apache-2.0"
    """SPDX licence of the files."""
    items: str = ""
    """Key of the list of rows in a JSON document; empty for JSON lines, Parquet and plain lists."""
    question: str = "question"
    """Column of the question."""
    reasoning: str = "reasoning"
    """Column of the completion: a text, a list of texts, or a list of objects."""
    completion: str = "text"
    """Key of the text in such an object."""
    final: str = ""
    """Column of the words after the reasoning, where they stand apart; empty for none."""
    answer: str = "answer"
    """Column of the reference answer; empty for none, and then no row is checkable."""


class StackExchangeParams(SourceParams):
    """A dump of one site."""

    site: str = Field("ai.stackexchange.com", pattern=r"^[a-z0-9.-]+$")
    """Host of the site, for the links that attribution needs."""


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
    mathqa: SourceParams = SourceParams(path="../shared/data/mathqa")
    """English word problems with options and a formula; many keys are wrong."""
    aqua_rat: SourceParams = SourceParams(path="../shared/data/aqua_rat", hub="deepmind/aqua_rat")
    """English word problems with options and a rationale."""
    gaokao: SourceParams = SourceParams(path="../shared/data/gaokao_bench")
    """Chinese entrance examinations, mathematics and physics; open questions are not checkable."""
    knights: SourceParams = SourceParams(path="../shared/data/logic_kk")
    """Knights and knaves with worked reasoning."""
    folio: SourceParams = SourceParams(path="../shared/data/folio", hub="yale-nlp/FOLIO")
    """Does a conclusion follow? True, False or Uncertain."""
    logicbench: SourceParams = SourceParams(enabled=False, path="../shared/data/logicbench/LogicBench_Aug")
    """One inference rule at a time. Off: without worked solutions, cleaning drops every row."""
    traces: TraceParams = TraceParams(
        path="../shared/data/reasoning_traces",
        items="results",
        reasoning="completions",
        completion="full_model_response",
        answer="expected_answer",
    )
    """Completions of another model, of which the judge accepts some."""
    stack_exchange: StackExchangeParams = StackExchangeParams(
        enabled=False, path="../shared/data/stackexchange_ai"
    )
    """Off: prose that no judge can check, and mostly CC-BY-SA-3.0, which binds what is made from it; to use
    it, enable it and name that licence in `licences`."""

    @model_validator(mode="before")
    @classmethod
    def _over_the_defaults(cls, values: Any) -> Any:
        """`ingest.folio.limit=10` changes the limit of that source, not where it is read from."""
        if not isinstance(values, dict):
            return values
        fields = cls.model_fields
        return {
            name: {**fields[name].default.model_dump(), **value}
            if isinstance(value, dict) and name in fields and isinstance(fields[name].default, Section)
            else value
            for name, value in values.items()
        }


Personal = Literal["email", "url", "phone", "cn_id", "bank_card", "ip", "handle", "person"]


class ScrubParams(Section):
    """Removal of personal data."""

    kinds: tuple[Personal, ...] = ("email", "url", "phone", "cn_id", "bank_card", "ip", "handle", "person")
    """Kinds of personal data replaced by a placeholder."""


class CleanParams(Section):
    """Which rows are worth training on."""

    max_prompt_chars: int = Field(2_000, ge=10)
    """A longer prompt is dropped."""
    max_solution_chars: int = Field(8_000, ge=10)
    """A longer solution is dropped."""
    max_repetition: float = Field(0.7, ge=0, le=1)
    """Drop a solution in which more than this share of 8-character pieces repeat an earlier one."""
    min_trace_steps: int = Field(3, ge=1)
    """Drop a distilled trace with fewer steps: lines, or checkable claims where there are more."""
    min_relevance: dict[str, float] = Field(default_factory=lambda: {"en": 0.2, "zh": 0.24})
    """Language -> least relevance, 0-1, of a solution to its problem, unless its steps vouch for it. By
    default what refuses 85 % of shuffled pairs; `python -m benchmarks.meaning` measures it."""
    encoder: str = ""
    """Folder of an encoder in the form of sentence-transformers that takes the place of the relevance."""
    encoder_min_cosine: float = Field(0.85, ge=-1, le=1)
    """Least cosine of problem and solution under the encoder; the customary cut, to be calibrated."""


class DedupParams(Section):
    """Each problem once."""

    min_similarity: float = Field(0.8, ge=0, le=1)
    """Least Jaccard similarity of the shingles of two rows, numbers apart, with the same numbers and the
    same answer, at which the later one is dropped."""


class DecontaminateParams(Section):
    """No training problem may be an evaluation problem."""

    ngram: int = Field(5, ge=2)
    """Words, or Chinese characters, per n-gram that proposes a pair to compare."""
    min_overlap: float = Field(0.75, gt=0, le=1)
    """Drop a training row when at least this share of the words of the shorter of the two rows stands in
    the other in the same order: a copy inside a longer text counts too."""
    against: tuple[str, ...] = ()
    """Further evaluation sets: JSONL files with a `prompt`, `question` or `problem`. Their rows are compared
    with and go nowhere. Relative paths start at the project."""


class AimParams(Section):
    """Moving the weights of new problems towards the last model's errors."""

    error_strength: float = Field(1.0, ge=0, le=10)
    """A cell in which every answer was wrong gets 1 + this times its weight; 0 switches aiming off."""
    feedback_weight: float = Field(3.0, ge=0, le=100)
    """Answers of the evaluation that one user's rating counts as."""
    prior_answers: float = Field(20.0, gt=0)
    """Imagined answers at the mean error rate added to each cell: small cells move little."""


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
    """Most rows of a shard file."""
    min_shard_rows: int = Field(20, ge=1)
    """Least rows of a training shard. A subtask and level has ten shards where it has ten times as many rows:
    a refresh drops whole shards, so few large ones make it coarse, and many small ones are many files."""


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
