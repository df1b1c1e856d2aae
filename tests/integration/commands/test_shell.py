"""`smartcity shell` on a terminal and from a script."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from orchestration.settings import PROJECT_ROOT
from tests.support.terminal import Terminal

PROMPT = "smartcity>"
ENDLESS = "select count(*)\rfrom range(20000000000), range(10);\r"


def shell(lake: Path, state: Path) -> Terminal:
    return Terminal(lake, "shell", XDG_STATE_HOME=str(state), PROMPT_TOOLKIT_NO_CPR="1")


def wait_for_result(terminal: Terminal, text: str) -> None:
    """Wait for `text` and for the prompt after it; the prompt before it is that of the statement itself."""
    received = terminal.wait_for(text)
    if PROMPT not in received.split(text)[-1]:
        terminal.wait_for(PROMPT)


def test_a_session(bundled_lake: Path, tmp_path: Path) -> None:
    """Completion, an error that does not end the session, Ctrl-C twice, and the history of the next one."""
    with shell(bundled_lake, tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("select count(*) as n from industry_sh\t")
        terminal.wait_for("industry_share")
        terminal.press(";\r")
        terminal.wait_for("13,902")
        terminal.press("selec 1;\r")
        terminal.wait_for('error: SC701 syntax error at or near "selec"')
        terminal.press("select 'left out'\x03")
        terminal.press(ENDLESS)
        terminal.wait_for("range(10);\n")
        time.sleep(1.0)  # the query begins
        terminal.press("\x03")
        terminal.wait_for("interrupted")
        terminal.press("select 4711 as n;\r")
        wait_for_result(terminal, "4,711")
        terminal.press("\x04")
        assert terminal.wait()[0] == 0
    with shell(bundled_lake, tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("\x1b[A")
        terminal.wait_for("select 4711 as n;")
        terminal.press("\r")
        wait_for_result(terminal, "4,711")
        terminal.press(".quit\r")
        assert terminal.wait()[0] == 0
    history = (tmp_path / "smartcity" / "shell_history").read_text("utf-8")
    assert "left out" not in history


def run_script(lake: Path, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "orchestration", "shell"],
        input=text,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_script(bundled_lake: Path) -> None:
    done = run_script(
        bundled_lake,
        ".format csv\nselect 1 as a;\n\nselect\n  2 as b;\n.columns policy_targets\n.help\nselect 3 as c",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("a\n1\nb\n2\npolicy_targets")
    assert done.stdout.endswith("c\n3\n")


def test_a_script_ends_at_its_first_error(bundled_lake: Path) -> None:
    for wrong, said in (
        ("selec 1;", "SC701 syntax error"),
        (".nonsense", "no command '.nonsense'"),
    ):
        done = run_script(bundled_lake, f".format csv\nselect 1 as a;\n{wrong}\nselect 2 as b;\n")
        assert done.returncode == 1
        assert done.stdout == "a\n1\n"
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert run_script(bundled_lake, ".quit\nselec 1;").returncode == 0
