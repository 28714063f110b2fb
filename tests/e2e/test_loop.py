"""The loop as a user runs it, in miniature: retrain, release, ask, trace, roll back."""

from typing import Any

import pytest


def test_one_command_goes_from_raw_rows_to_a_release_that_can_be_asked_traced_and_rolled_back(
    project: Any,
) -> None:
    done = project.run("retrain")
    assert done.returncode == 0, done.stderr
    assert "released version 1 as stable" in done.stdout
    assert "tal_scq5k is absent" in done.stderr, "an absent source is named"

    watched = project.run("watch", "--once")
    assert watched.returncode == 0, watched.stderr
    assert all(words in watched.stdout for words in ("evaluate-rl", "reward/pass_rate", "sample completions"))

    (release,) = project.json("releases")
    assert release.keys() == {
        *("version", "alias", "dataset", "commit", "accuracy", "accuracy_sft_control", "created")
    }
    assert (release["version"], release["alias"]) == (1, "stable")
    assert release["dataset"] in (project.folder / "data.dvc").read_text()

    lineage = project.json("trace", "1")
    assert lineage["dataset"]["version"] == release["dataset"]
    assert lineage["run"]["params"]["sft.seed"] == "17"

    answer = project.run("ask", "Compute 37+8-9.", "--reference", "36", "--max-tokens", "6")
    assert answer.returncode == 0, answer.stderr
    assert "model version 1" in answer.stdout

    assert project.run("rollback", "1", "--why", "a test").returncode == 0
    refused = project.run("rollback", "2")
    assert refused.returncode == 2
    assert "choose one of" in refused.stderr


@pytest.mark.slow
def test_a_second_retrain_with_a_refresh_replaces_some_data_and_can_be_rolled_back(project: Any) -> None:
    for words in (["--seed", "1"], ["--seed", "2", "--refresh", "always"]):
        done = project.run("retrain", *words)
        assert done.returncode == 0, done.stderr
    second, first = project.json("releases")
    assert [second["alias"], first["alias"]] == ["stable", "stable-1"]
    assert second["dataset"] != first["dataset"]
    facts = project.json("trace", "2")["dataset"]["facts"]
    assert facts["mix"]["kept_share"] >= 0.7
    assert project.run("rollback", "1").returncode == 0
    assert [(r["version"], r["alias"]) for r in project.json("releases")] == [(2, ""), (1, "stable")]
    assert project.run("rollback", "2").returncode == 2, "a withdrawn release does not come back"


def test_a_mistake_is_told_in_one_message_that_names_the_setting(project: Any) -> None:
    typo = project.run("retrain", "--set", "grpo.num_step=3")
    assert (typo.returncode, typo.stdout) == (2, "")
    assert "did you mean 'grpo.num_steps'?" in typo.stderr
    assert "Traceback" not in typo.stderr
    assert "no release yet" in project.run("releases").stdout
    nothing = project.run("ask", "Compute 1+1.")
    assert nothing.returncode == 2
    assert "reasonloop retrain" in nothing.stderr
