"""Run directories: the interrupted run is found again, a finished one never; one holder at a time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.locks import hold
from infra.runs import code_commit, list_runs, open_run
from infra.settings import Settings, find_settings, running_services
from tasks.errors import BusyError, ConfigError
from tasks.params import Params


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(project=tmp_path, state=tmp_path / ".reasonloop")


def test_an_interrupted_run_goes_on_and_a_finished_one_does_not(settings: Settings) -> None:
    first, resumed = open_run(settings, "retrain", Params(), {"seed": 1})
    assert not resumed
    assert open_run(settings, "retrain", Params(), {"seed": 1}) == (first, True)
    first.finish({"released": True})
    second, resumed = open_run(settings, "retrain", Params(), {"seed": 1})
    assert (second.name, resumed) == ("retrain-0002", False)
    assert first.outcome() == {"released": True}


def test_other_options_or_settings_are_another_run(settings: Settings) -> None:
    names = {
        open_run(settings, "retrain", params, options)[0].name
        for params in (Params(), Params.model_validate({"sft": {"num_steps": 7}}))
        for options in ({"seed": 1}, {"seed": 2})
    }
    assert len(names) == 4


def test_a_run_begun_by_other_code_is_not_resumed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = open_run(settings, "retrain", Params(), {})
    monkeypatch.setattr("infra.runs.code_commit", lambda _: "another")
    second, resumed = open_run(settings, "retrain", Params(), {})
    assert (second != first, resumed) == (True, False)


def test_runs_are_listed_in_order_beyond_four_digits(settings: Settings) -> None:
    for number in (2, 10000, 999):
        folder = settings.runs / f"retrain-{number:04d}"
        folder.mkdir(parents=True)
        (folder / "run.json").write_text('{"flow": "retrain", "params": {}, "options": {}}')
    (settings.runs / "retrain-0003").mkdir()
    shutil.copytree(settings.runs / "retrain-0999", settings.runs / "retrain-0999.bak")
    assert [run.name for run in list_runs(settings, "retrain")] == [
        "retrain-0002",
        "retrain-0999",
        "retrain-10000",
    ]


def test_a_pinned_fact_is_looked_up_once_even_when_the_look_up_pins_another(settings: Settings) -> None:
    run, _ = open_run(settings, "retrain", Params(), {})
    assert run.pin("outer", lambda: run.pin("inner", lambda: "a") + "b") == "ab"
    assert (run.pin("inner", str), run.pin("outer", str)) == ("a", "ab")
    assert run.pin("nothing", lambda: None) is None
    assert run.pin("nothing", lambda: "something") is None


HOLDER = """
import sys, time
from pathlib import Path
from infra.locks import hold
with hold(Path(sys.argv[1]), "retrain", what="A retrain"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_holder_is_told_who_holds_and_gets_in_when_the_first_is_killed(settings: Settings) -> None:
    command = [sys.executable, "-c", HOLDER, str(settings.state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"A retrain is running already .process {holder.pid}"):
            hold(settings.state, "retrain", what="A retrain").__enter__()
        holder.kill()
    with hold(settings.state, "retrain", what="A retrain"):
        pass


def test_the_project_is_found_from_a_folder_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REASONLOOP_PROJECT", raising=False)
    monkeypatch.delenv("REASONLOOP_HOME", raising=False)
    (tmp_path / "params.yaml").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = find_settings(tmp_path / "a" / "b")
    assert (found.project, found.state) == (tmp_path, tmp_path / ".reasonloop")
    monkeypatch.setenv("REASONLOOP_PROJECT", str(tmp_path / "a"))
    with pytest.raises(ConfigError, match="REASONLOOP_PROJECT"):
        find_settings()


@pytest.mark.parametrize("text", ["", "{", '{"pid": 999999999}', "{}"])
def test_services_of_a_dead_supervisor_do_not_count(settings: Settings, text: str) -> None:
    settings.state.mkdir()
    (settings.state / "services.json").write_text(text)
    assert running_services(settings) == {}


def test_the_commit_is_marked_when_files_differ_but_not_for_data_dvc(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], cwd=tmp_path, check=True)

    assert code_commit(Path("/")) == "unknown"
    git("init", "-q")
    for name in ("code.py", "data.dvc"):
        (tmp_path / name).write_text("1")
    git("add", ".")
    git("commit", "-qm", "first")
    clean = code_commit(tmp_path)
    (tmp_path / "data.dvc").write_text("2")
    assert code_commit(tmp_path) == clean
    (tmp_path / "code.py").write_text("2")
    assert code_commit(tmp_path) == f"{clean}-dirty"
