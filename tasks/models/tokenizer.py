"""The tokenizer of a model from scratch: byte-level BPE that never merges digits or operators.

A digit that stands alone lets a small model learn sums column by column; `12+3` cut as `12`, `+3`
would make every number a word of its own.
"""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from tasks.chat import ASSISTANT, END, PAD, SPECIAL_TOKENS, USER

PIECES = r"\d| ?\p{L}+|[^\s\p{L}\d]|\s+"
"""What merges may not cross: a digit, a word with its space, one sign, white space."""

_CLEAN = "".join(f"{{%- set ns.text = ns.text | replace('{token}', '') -%}}" for token in SPECIAL_TOKENS)
CHAT_TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if message['role'] == 'assistant' -%}"
    f"{{{{- '{ASSISTANT}' + message['content'] + '{END}' -}}}}"
    "{%- else -%}"
    "{%- set ns = namespace(text=message['content'], before='') -%}"
    "{%- for _ in message['content'] if ns.text != ns.before -%}"
    "{%- set ns.before = ns.text -%}" + _CLEAN + "{%- endfor -%}"
    f"{{{{- '{USER}' + ns.text -}}}}"
    "{%- endif -%}"
    "{%- endfor -%}"
    f"{{%- if add_generation_prompt -%}}{{{{- '{ASSISTANT}' -}}}}{{%- endif -%}}"
)
"""Renders one question exactly as `tasks.chat.render_prompt` does, control tokens removed."""


def learn_tokenizer(texts: Iterable[str], *, vocab_size: int, max_tokens: int) -> PreTrainedTokenizerFast:
    """Learn the vocabulary.

    Args:
        texts: What the model will read and write.
        vocab_size: Most entries: `tasks.chat.SPECIAL_TOKENS` in their order (ids 0-7), the 256 bytes,
            then merges. Fewer come out when the texts hold no more merges.
        max_tokens: Longest sequence, noted in the tokenizer's files.

    Returns:
        A tokenizer that reverses to the same bytes, with pad and end-of-sequence tokens set. Equal
        texts in any order give the same vocabulary.
    """
    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    core.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    core.train_from_iterator(texts, trainer=trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token=PAD,
        eos_token=END,
        additional_special_tokens=[t for t in SPECIAL_TOKENS if t not in (PAD, END)],
        model_max_length=max_tokens,
        padding_side="left",
        chat_template=CHAT_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )
