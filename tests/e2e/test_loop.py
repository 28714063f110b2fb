"""The loop as a user runs it, in miniature: retrain, release, ask, trace, roll back."""

from typing import Any


def test_one_command_goes_from_raw_rows_to_a_release_that_can_be_asked_traced_and_rolled_back(
    project: Any,
) -> None:
    first = project.run("retrain")
    assert first.returncode == 0, first.stderr
    assert "released version 1 as stable" in first.stdout
    assert "tal_scq5k" in first.stderr, "an absent source is named"

    second = project.run("retrain", "--seed", "2")
    assert second.returncode == 0, second.stderr
    listed = project.json("releases")
    assert [(r["version"], r["alias"]) for r in listed] == [(2, "stable"), (1, "stable-1")]
    assert listed[0].keys() == {
        *("version", "alias", "dataset", "commit", "accuracy", "accuracy_sft_control", "created")
    }
    assert listed[0]["dataset"] == listed[1]["dataset"], "no refresh was asked for"
    assert (project.folder / "data.dvc").read_text().count(listed[0]["dataset"].removesuffix(".dir")) == 1

    lineage = project.json("trace", "2")
    assert lineage["dataset"]["version"] == listed[0]["dataset"]
    assert lineage["run"]["params"]["sft.seed"] == "2"

    answer = project.run("ask", "Compute 37+8-9.", "--reference", "36", "--max-tokens", "6")
    assert answer.returncode == 0, answer.stderr
    assert "model version 2" in answer.stdout

    assert project.run("rollback", "1", "--why", "a test").returncode == 0
    assert [(r["version"], r["alias"]) for r in project.json("releases")] == [(2, ""), (1, "stable")]
    refused = project.run("rollback", "2")
    assert refused.returncode == 2
    assert "ReleaseError" in refused.stderr


def test_a_mistake_is_told_in_one_message_that_names_the_setting(project: Any) -> None:
    typo = project.run("retrain", "--set", "grpo.num_step=3")
    assert (typo.returncode, typo.stdout) == (2, "")
    assert "did you mean 'grpo.num_steps'?" in typo.stderr
    assert "Traceback" not in typo.stderr
    assert "no release yet" in project.run("releases").stdout
    nothing = project.run("ask", "Compute 1+1.")
    assert nothing.returncode == 2
    assert "reasonloop retrain" in nothing.stderr
