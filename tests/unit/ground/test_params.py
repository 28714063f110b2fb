"""Settings: precedence, and errors that name the nearest right key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import ConfigError
from tasks.params import Params, keys_of, load_params, parse_overrides

PROJECT = Path(__file__).parents[3]


def write(folder: Path, text: str) -> Path:
    path = folder / "params.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_default_yields_to_the_file_the_file_to_the_profile_the_profile_to_the_override(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path,
        "sft: {num_steps: 10, batch_size: 11, log_every: 12}\n"
        "profiles: {tiny: {sft: {batch_size: 21, log_every: 22}}}",
    )
    sft = load_params(path, overrides={"sft.log_every": 32}).sft
    assert (sft.num_steps, sft.batch_size, sft.log_every) == (10, 21, 32)
    assert sft.seed == Params().sft.seed


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"grpo.num_step": 3}, ["unknown setting 'grpo.num_step'", "'grpo.num_steps'"]),
        ({"grop.num_steps": 3}, ["unknown setting 'grop'", "'grpo'"]),
        ({"sft.trace_share": 1.5}, ["sft.trace_share", "1.5", "less than or equal to 1"]),
        ({"sft.device": "tpu"}, ["sft.device", "tpu"]),
        ({"evaluate.levels": [1, 6]}, ["evaluate.levels.1 = 6", "less than or equal to 5"]),
        ({"synthesize.eval_levels": [0]}, ["synthesize.eval_levels.0 = 0", "greater than or equal to 1"]),
        ({"sft": 3}, ["sft", "3"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_the_nearest_key(
    overrides: dict[str, object], words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_params(PROJECT / "params.yaml", overrides=overrides)
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_profile_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no profile 'huge'; there are \['tiny'\]"):
        load_params(write(tmp_path, "profiles: {tiny: {}}"), profile="huge")


@pytest.mark.parametrize("text", ["- a\n- b", "sft: [1", "\tsft:"])
def test_a_file_that_is_not_sections_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"params\.yaml"):
        load_params(write(tmp_path, text))


def test_a_missing_file_tells_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="REASONLOOP_PROJECT"):
        load_params(tmp_path / "params.yaml")


@given(st.text(max_size=30))
def test_an_override_parses_or_is_refused_but_never_anything_else(text: str) -> None:
    try:
        found = parse_overrides([text])
    except ConfigError:
        return
    assert len(found) == 1


def test_settings_that_do_not_go_together_are_told_in_one_sentence_as_it_was_written() -> None:
    with pytest.raises(ConfigError) as caught:
        load_params(PROJECT / "params.yaml", overrides={"grpo.rollouts.engine": "vllm"})
    expected = "params.yaml: grpo: rollouts.engine = vllm needs device = cuda; take shared"
    assert str(caught.value) == expected


@pytest.mark.parametrize("profile", ["tiny", "small", "cuda"])
def test_every_shipped_profile_loads(profile: str) -> None:
    assert load_params(PROJECT / "params.yaml", profile=profile).sft.num_steps > 0


def test_the_list_of_settings_is_frozen() -> None:
    """A new, renamed or removed setting is a decision: change tests/golden/settings.txt with it."""
    frozen = (PROJECT / "tests" / "golden" / "settings.txt").read_text().split()
    assert keys_of(Params) == frozen
