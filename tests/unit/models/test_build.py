import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.chat import SPECIAL_TOKENS, render_prompt, render_trace
from tasks.dataset import read_dataset
from tasks.errors import ConfigError, ModelError
from tasks.models.build import build_model
from tasks.models.folder import load_model, resolve_model
from tasks.params.training import ModelParams

HOSTILE = st.text(max_size=30) | st.lists(
    st.sampled_from([*SPECIAL_TOKENS, "<|us", "er|>", "<th", "ink>", "7+8", "计算", " "]), max_size=8
).map("".join)


@pytest.fixture(scope="module")
def tokenizer(tiny_model: Path):  # type: ignore[no-untyped-def]
    return load_model(tiny_model)[1]


def test_the_same_data_and_settings_give_the_same_bytes_in_another_process(
    tiny_data: Path, tiny_model: Path, tiny_settings: ModelParams, tmp_path: Path
) -> None:
    spec = {
        "task": "model",
        "params": tiny_settings.as_json(),
        "inputs": {"data": str(tiny_data)},
        "out_dir": str(tmp_path / "again"),
    }
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    done = subprocess.run(
        [sys.executable, "-m", "tasks", "--spec", str(tmp_path / "spec.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = [
        "model.safetensors",
        "tokenizer.json",
        "config.json",
        "chat_template.jinja",
        "tokenizer_config.json",
    ]
    for name in names:
        assert (tmp_path / "again/model" / name).read_bytes() == (tiny_model / "model" / name).read_bytes()


def test_another_seed_gives_other_weights_and_the_same_tokenizer(
    tiny_data: Path, tiny_settings: ModelParams, tmp_path: Path
) -> None:

    first, second = (
        build_model(tiny_settings.model_copy(update={"seed": n}), data=tiny_data, out_dir=tmp_path / str(n))
        for n in (1, 2)
    )
    assert first.weights_sha256 != second.weights_sha256
    assert first.tokenizer_sha256 == second.tokenizer_sha256


def test_no_pickle_is_written(tiny_model: Path) -> None:
    assert {p.suffix for p in (tiny_model / "model").iterdir()} <= {".safetensors", ".json", ".jinja"}


def test_control_tokens_have_the_first_ids_in_their_order(tokenizer) -> None:  # type: ignore[no-untyped-def]
    assert tokenizer.convert_tokens_to_ids(list(SPECIAL_TOKENS)) == list(range(len(SPECIAL_TOKENS)))
    assert (tokenizer.pad_token_id, tokenizer.eos_token_id) == (0, 1)


def test_digits_and_operators_stand_alone(tokenizer, tiny_data: Path) -> None:  # type: ignore[no-untyped-def]
    for problem in list(read_dataset(tiny_data, "train"))[:100]:
        for token in tokenizer(render_trace(problem))["input_ids"]:
            text = tokenizer.decode([token])
            assert len(text) == 1 or text in SPECIAL_TOKENS or not set(text) & set("0123456789+-*/=;()")


@settings(max_examples=80, deadline=None)
@given(text=HOSTILE)
def test_the_tokenizer_loses_nothing(tokenizer, text: str) -> None:  # type: ignore[no-untyped-def]
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text


@settings(max_examples=80, deadline=None)
@given(question=HOSTILE)
def test_the_chat_template_renders_exactly_as_our_prompts(tokenizer, question: str) -> None:  # type: ignore[no-untyped-def]
    rendered = tokenizer.apply_chat_template(
        [{"role": "user", "content": question}], tokenize=False, add_generation_prompt=True
    )
    assert rendered == render_prompt(question)


def test_a_width_that_no_head_divides_is_refused(tiny_data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="head_dim"):
        build_model(ModelParams(hidden_size=100, head_dim=32), data=tiny_data, out_dir=tmp_path)


def test_a_base_that_is_not_there_is_refused_with_the_next_move(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=r"model\.base"):
        build_model(ModelParams(base=str(tmp_path / "nowhere")), data=tiny_data, out_dir=tmp_path)


def test_a_local_base_is_taken_over(tiny_data: Path, tiny_model: Path, tmp_path: Path) -> None:
    base = build_model(
        ModelParams(base=str(tiny_model / "model")), data=tiny_data, out_dir=tmp_path / "based"
    )
    model, _ = load_model(tmp_path / "based")
    assert base.num_parameters == model.num_parameters()
    assert (tmp_path / "based/model/model.safetensors").read_bytes() == (
        tiny_model / "model/model.safetensors"
    ).read_bytes()


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        resolve_model(tmp_path)


def test_a_flipped_bit_is_noticed_before_loading(
    tiny_data: Path, tiny_settings: ModelParams, tmp_path: Path
) -> None:
    from tasks.__main__ import run_task

    run_task("model", tiny_settings.as_json(), {"data": tiny_data}, tmp_path / "built")
    load_model(tmp_path / "built")
    weights = tmp_path / "built/model/model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-5] ^= 1
    weights.write_bytes(data)
    with pytest.raises(ModelError, match="changed since it was finished"):
        load_model(tmp_path / "built" / "model")
