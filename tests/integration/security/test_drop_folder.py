"""Files dropped by an attacker: names, cells, YAML and SQL are never executed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.ingest.drop_folder.receive import Receipt, receive
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings
from tests.support.file_gallery import GALLERY, NPS_NEW

NAMES = [
    "-rf.csv",
    "a;touch owned.csv",
    "$(touch owned).csv",
    "`touch owned`.csv",
    "a\nb.csv",
    "a\x1b[31m.csv",
    "'; drop table industry_share; --.csv",
    "국민연금_사업장'; drop table x; --.csv",
    "국민연금_사업장_" + "x" * 150 + ".csv",
    "con.csv",
    "declaration.yml",
    "__init__.py",
    "dbt_project.yml",
    "model.sql",
]
HARM = "!!python/object/apply:os.system ['touch owned']\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path / "lake"))
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None)
    settings.landing.mkdir(parents=True)
    return settings


def dropped(settings: Settings) -> list[Receipt]:
    store = RawStore(settings.raw, settings.quarantine)
    parse = StagingArea(settings.staged, store).preparse
    return receive(settings, store, load_declarations(), parse=parse, settle_seconds=0)


def everything_below(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)).split("/")[0] for p in folder.rglob("*")}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_reported_and_has_no_effect(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    (settings.landing / name).write_text(HARM)
    (receipt,) = dropped(settings)
    assert receipt.status in ("unrecognised", "refused")
    assert everything_below(tmp_path) == {"lake"}
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "member", ["../../evil.csv", "/tmp/evil-smartcity.csv", "a/../../../evil.csv", "C:\\evil.csv"]
)
def test_a_zip_cannot_leave_its_folder(settings: Settings, tmp_path: Path, member: str) -> None:
    with zipfile.ZipFile(settings.landing / "x.zip", "w") as archive:
        archive.writestr(member, "a,b\n")
    (receipt,) = dropped(settings)
    assert receipt.status == "unrecognised"
    assert everything_below(tmp_path) == {"lake"}
    assert not Path("/tmp/evil-smartcity.csv").exists()


def test_links_are_not_followed(settings: Settings, tmp_path: Path) -> None:
    (settings.landing / NPS_NEW).symlink_to("/etc/passwd")
    (receipt,) = dropped(settings)
    assert receipt.status == "unrecognised"
    assert not list(settings.raw.rglob("*")) if settings.raw.exists() else True


def test_cells_with_sql_and_formulas_stay_text(settings: Settings) -> None:
    text = (GALLERY / "nps" / NPS_NEW).read_bytes().decode("cp949")
    header, first, *rest = text.splitlines(keepends=True)
    fields = first.rstrip("\r\n").split(",")
    at = header.rstrip("\r\n").split(",").index("사업장업종코드명")
    fields[at] = "'); drop table industry_share; --"
    formula = [*fields]
    formula[at] = '=HYPERLINK("http://127.0.0.1")'.replace('"', "'")
    lines = [header, ",".join(fields) + "\n", ",".join(formula) + "\n", *rest]
    (settings.landing / NPS_NEW).write_bytes("".join(lines).encode("cp949"))
    (receipt,) = dropped(settings)
    assert receipt.status == "loaded", receipt.detail
