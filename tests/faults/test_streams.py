"""The real command where its output, its signals or its environment are not what it expects."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from tests.faults.conftest import require_sound
from tests.support.slow import slow

pytestmark = pytest.mark.faults

COMMAND = f"{sys.executable} -m orchestration.cli"
QUICK = f"{sys.executable} -m tests.support.quick_cli"
Warehouses = Callable[[int], list[Path]]


def shell(lake: Path, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell; `smartcity` in it is the command, `quickly` that of quick_cli.py."""
    return subprocess.run(
        ["bash", "-c", line.replace("smartcity", COMMAND).replace("quickly", QUICK)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize(
    "line",
    [
        "smartcity refresh </dev/null >&- 2>&-",
        slow("smartcity refresh >/dev/full 2>/dev/full"),
    ],
)
def test_output_never_decides_whether_a_refresh_worked(line: str, tmp_path: Path) -> None:
    """The release is published and the exit status says so."""
    assert_published(shell(tmp_path / "lake", line), tmp_path / "lake")


@pytest.mark.parametrize(
    "line",
    [
        "quickly refresh >/dev/full",
        slow("quickly refresh >&-"),
        slow("quickly refresh 2>&-"),
        slow("set -o pipefail; quickly refresh | head -1"),
        slow("set -o pipefail; quickly refresh 2>&1 >/dev/null | true"),
    ],
)
def test_output_of_one_stream(line: str, tmp_path: Path, warehouses: Warehouses) -> None:
    """The same where one stream fails; without dbt and the gate, which write to neither."""
    done = shell(tmp_path / "lake", line, PREPARED=str(warehouses(1)[0]))
    assert_published(done, tmp_path / "lake")


def assert_published(done: subprocess.CompletedProcess[str], lake: Path) -> None:
    """The command ended well, and a whole release is current."""
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    require_sound(lake)


def test_reading_commands_say_that_their_output_is_incomplete(bundled_lake: Path) -> None:
    done = shell(
        bundled_lake, "smartcity query 'select * from industry_share limit 500' >/dev/full"
    )
    assert done.returncode == 1
    assert done.stderr == "error: the output is incomplete: No space left on device\n"
    many = "smartcity query --format csv 'select * from industry_share'"
    done = shell(bundled_lake, f"set -o pipefail; {many} | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
    assert shell(bundled_lake, "smartcity status >&-").returncode == 0


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        ("smartcity", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        slow("smartcity", {"PYTHONOPTIMIZE": "2"}),
        slow("quickly", {"PYTHONIOENCODING": "ascii"}),
        slow("quickly", {"LC_ALL": "POSIX"}),
        slow("quickly", {"PYTHONOPTIMIZE": "1"}),
    ],
)
def test_environment(
    command: str, environment: dict[str, str], tmp_path: Path, warehouses: Warehouses
) -> None:
    """A first release, and what is read from it, in a poor environment."""
    lake = tmp_path / "lake"
    done = shell(lake, f"{command} refresh", PREPARED=str(warehouses(1)[0]), **environment)
    assert_published(done, lake)
    assert "Headline" in done.stdout
    for arguments in ("status", "status --json", "releases", "--help", "validate"):
        if command == "quickly" and arguments == "validate":
            continue  # small marts do not pass the gate
        done = shell(lake, f"smartcity {arguments}", **environment)
        assert done.returncode == 0, done.stderr
        assert not done.stderr


def test_a_table_in_ascii_keeps_its_form(bundled_lake: Path) -> None:
    line = "smartcity query \"select '서울' as a union all select 'x' order by 1\""
    *table, count = shell(bundled_lake, line, PYTHONIOENCODING="ascii").stdout.splitlines()
    assert "| \\uc11c\\uc6b8 |" in table
    assert len({len(each) for each in table}) == 1
    assert count == "2 rows"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("relative/home", "DAGSTER_HOME is not an absolute path: relative/home"),
        ("/nonexistent/home", "DAGSTER_HOME is not a folder: /nonexistent/home"),
        ("/dev/null", "DAGSTER_HOME is not a folder: /dev/null"),
    ],
)
def test_dagster_home(given: str, said: str, bundled_lake: Path) -> None:
    done = shell(bundled_lake, "smartcity refresh --force", DAGSTER_HOME=given)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"error: SC101 {said}")
    assert "Traceback" not in done.stderr


def test_dagster_home_with_a_broken_file(bundled_lake: Path, tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text("storage: [")
    done = shell(bundled_lake, "smartcity refresh --force", DAGSTER_HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        "error: SC101 Dagster's records cannot be opened"
    )


@pytest.mark.parametrize("kilobytes", [1_000_000, 2_000_000, 3_000_000])
def test_little_memory(kilobytes: int, bundled_lake: Path) -> None:
    """Less address space than a refresh needs: our line and remedy, no engine's advice."""
    done = shell(bundled_lake, f"ulimit -v {kilobytes}; smartcity refresh --force")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: SC303 the address space is limited to")
    assert "ulimit -v unlimited" in done.stderr
    done = shell(bundled_lake, f"ulimit -v {kilobytes}; smartcity query 'select 1 as one'")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("error", "said"), [("Stopped", "stopped; "), ("OSError", "note: ")])
def test_what_comes_after_the_release_does_not_undo_it(error: str, said: str, lake: Path) -> None:
    """Stopped, or broken, when the pointer has moved: status 0, and the line says what is current."""
    current = ReleaseCatalog(lake / "releases").current_id()
    script = (
        "import os, signal, sys\n"
        "import orchestration.cli as c, orchestration.release.rollback as r\n"
        "point = r.set_current\n"
        "def then_break(*where):\n"
        "    point(*where)\n"
        f"    {'os.kill(os.getpid(), signal.SIGINT)' if error == 'Stopped' else 'raise OSError(5)'}\n"
        "r.set_current = then_break\n"
        "r.ReleaseCatalog.current_id = lambda self: None\n"
        f"sys.argv = ['smartcity', 'rollback', {current!r}]; c.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(said)
    assert str(current) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_locked_by_a_desktop_client(lake: Path) -> None:
    """Another program has the database open for writing: who, and what to do about it."""
    marts = ReleaseCatalog(lake / "releases").current() / "marts.duckdb"
    marts.chmod(0o644)
    holding = (
        f"import duckdb, sys; c = duckdb.connect({str(marts)!r}); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout
        client.stdout.readline()
        for command in ("query 'select 1'", "status", "validate", "refresh --force"):
            done = shell(lake, f"smartcity {command}")
            assert "Traceback" not in done.stderr
            said = done.stderr.splitlines()[-1]
            assert f"SC602 the database is open for writing in process {client.pid}" in said, said
            assert "open it read-only" in said
            assert done.returncode == 1
        client.communicate("\n")
    assert shell(lake, "smartcity status").returncode == 0


_AS_ANOTHER_USER = """
import os, pathlib, sys
import duckdb
from orchestration.release.folders import set_current, remove_folder
release = pathlib.Path(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
duckdb.connect(str(release / "marts.duckdb"), read_only=True).execute("select 1 from industry_share")
print("can be read")
try:
    duckdb.connect(str(release / "marts.duckdb"))
except duckdb.IOException:
    print("cannot be opened for writing")
try:
    (release / "CITATION.cff").write_text("x")
except PermissionError:
    print("cannot be written")
set_current(release.parent, "other")
remove_folder(release)
print([p.name for p in release.parent.iterdir() if p.is_dir()])
"""


def test_released_files_are_read_only(bundled_lake: Path) -> None:
    """For their owner, too, who is not root here; the owner can still remove the release."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        lake = Path(name) / "lake"
        shutil.copytree(bundled_lake, lake, symlinks=True)
        release = ReleaseCatalog(lake / "releases").current()
        files = [p for p in release.rglob("*") if p.is_file()]
        assert len(files) > 200
        assert [p for p in files if p.stat().st_mode & 0o222] == []
        if os.geteuid() == 0:
            Path(name).chmod(0o755)
            subprocess.run(["chown", "-R", "65534:65534", str(lake)], check=True)
        done = subprocess.run(
            [sys.executable, "-c", _AS_ANOTHER_USER, str(release)],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.splitlines() == [
        "can be read",
        "cannot be opened for writing",
        "cannot be written",
        "[]",
    ], done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_nothing_steers_the_terminal(form: str, bundled_lake: Path) -> None:
    """ANSI sequences, titles, C1 controls and direction marks of data are written out."""
    sql = (
        "select chr(27) || ']0;title' || chr(7) as a, chr(27) || '[2J' as \"b\x1b[31m\","
        " chr(155) || '31m' as c, chr(8238) || 'abc' as d, 'x' || chr(13) || 'y' as e,"
        " ['l' || chr(27)] as f"
    )
    done = shell(bundled_lake, f"smartcity query --format {form} '{sql.replace(chr(39), _QUOTE)}'")
    assert done.returncode == 0, done.stderr
    shown = done.stdout
    assert not set(shown) & {chr(c) for c in (*range(10), *range(11, 32), *range(127, 160), 0x202E)}
    assert ("\\u001b]0;title" if form == "json" else "\\x1b]0;title") in shown


_QUOTE = "'\"'\"'"


def test_an_unexpected_error_is_one_line(bundled_lake: Path, tmp_path: Path) -> None:
    """The traceback goes into a log that the line names; keys are in neither."""
    lake = tmp_path / "lake"
    script = (
        "import orchestration.commands.reading as r, orchestration.cli as c, sys\n"
        "def broken(self, *_): raise RuntimeError('broken by s3cret-key-0123456789')\n"
        "import orchestration.release.catalog as k; k.ReleaseCatalog.current = broken\n"
        "sys.argv = ['smartcity', 'status']; c.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake), "KOSIS_API_KEY": "s3cret-key-0123456789"},
        capture_output=True,
        text=True,
        check=False,
    )
    log = lake / "logs" / "tracebacks.log"
    assert done.returncode == 1
    assert done.stderr.startswith("error: SC000 a fault in the program")
    assert len(done.stderr.splitlines()) == 1
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text("utf-8")
    assert "s3cret" not in done.stderr + log.read_text("utf-8")
