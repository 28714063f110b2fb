"""What a pool cannot do is refused when the settings are loaded."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.errors import ConfigError
from tasks.params import Params, load_params

DOCKER = {"type": "docker", "image": "reasonloop-cuda:1"}


def load(tmp_path: Path, dispatch: dict[str, Any], **sections: Any) -> Params:
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump({"profiles": {"tiny": {}}, "dispatch": dispatch, **sections}))
    return load_params(path)


def test_each_kind_of_step_has_its_own_pool(tmp_path: Path) -> None:
    pools = {"gpu-h100": {**DOCKER, "gpus": 1}, "bare": {"type": "process"}}
    dispatch = load(tmp_path, {"pools": pools, "rl": "gpu-h100", "evaluate": "bare"}).dispatch
    assert [dispatch.pool_of(kind) for kind in ("sft", "rl", "evaluate", "")] == ["", "gpu-h100", "bare", ""]


@pytest.mark.parametrize(
    ("pool", "words"),
    [
        ({"type": "process", "gpus": 1}, "a process pool takes no gpus"),
        ({"type": "process", "image": "x"}, "a process pool takes no image"),
        ({**DOCKER, "namespace": "ml"}, "a docker pool takes no namespace"),
        ({"type": "kubernetes", "image": "x", "networks": ["a"]}, "a kubernetes pool takes no networks"),
        ({"type": "kubernetes", "image": "x", "gpus": -1}, "for docker; kubernetes needs their number"),
        ({"type": "docker"}, "a docker pool needs an image"),
        ({**DOCKER, "networks": ["host", "other"]}, "host stands alone"),
        ({**DOCKER, "volumes": ["/a"]}, "expected source:/target"),
        ({**DOCKER, "volumes": ["/a:/b:rw:x"]}, "expected source:/target"),
        ({**DOCKER, "volumes": ["/a:b"]}, "expected source:/target"),
        ({**DOCKER, "shm_size": "16 GB"}, "shm_size"),
        ({**DOCKER, "user": "root"}, "user"),
        ({**DOCKER, "gpu": 1}, "unknown setting"),
        ({"type": "slurm"}, "type"),
    ],
)
def test_a_setting_that_the_pool_cannot_have_is_refused(
    tmp_path: Path, pool: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError, match=r"dispatch\.pools\.p") as caught:
        load(tmp_path, {"pools": {"p": pool}})
    assert words in str(caught.value)


def test_a_pool_that_is_not_described_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no pool 'gpuu'; did you mean 'gpu'"):
        load(tmp_path, {"pools": {"gpu": DOCKER}, "sft": "gpuu"})


def test_a_step_on_cuda_is_not_sent_to_containers_without_a_gpu(tmp_path: Path) -> None:
    dispatch = {"pools": {"cpu": DOCKER, "gpu": {**DOCKER, "gpus": 2}}, "rl": "cpu"}
    with pytest.raises(ConfigError, match=r"dispatch\.rl = 'cpu' has gpus = 0"):
        load(tmp_path, dispatch, grpo={"device": "cuda"})
    assert load(tmp_path, {**dispatch, "rl": "gpu"}, grpo={"device": "cuda"}).grpo.device == "cuda"


def test_by_default_every_step_is_a_child_process(tmp_path: Path) -> None:
    dispatch = load(tmp_path, {}).dispatch
    assert (dispatch.pools, dispatch.sft, dispatch.rl, dispatch.evaluate) == ({}, "", "", "")
