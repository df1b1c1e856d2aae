"""The doctor finds what is wrong, says what to do, and never shows a key."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from orchestration import doctor
from orchestration.settings import Settings
from orchestration.storage.files import storage_errors
from tests.support.loopback import Answer, serving

KEY = "c2VjcmV0+key=="


def found(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, doctor.Finding]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return {f.check: f for f in doctor.run_checks(Settings(_env_file=None))}


def test_all_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda target: Answer()) as server:
        findings = found(
            monkeypatch,
            SMARTCITY_LAKE=str(tmp_path / "lake"),
            KOSIS_API_KEY=KEY,
            SEOUL_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=server.url,
            SMARTCITY_SEOUL_URL=server.url,
        )
        assert server.requests == []
    assert {f.status for f in findings.values()} == {"ok"}
    assert KEY not in repr(findings)


def refuse(folder: Path) -> None:
    with storage_errors(folder):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_what_is_wrong_comes_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FREE_BYTES_NEEDED", 2**62)
    monkeypatch.setattr(doctor, "_write_in", refuse)
    monkeypatch.setattr(doctor, "PINNED", ("no-such-package",))
    findings = found(
        monkeypatch,
        SMARTCITY_LAKE=str(tmp_path / "lake"),
        KOSIS_API_KEY='"quoted"',
        SEOUL_API_KEY="sample",
        SMARTCITY_KOSIS_URL="http://127.0.0.1:9/",
        SMARTCITY_SEOUL_URL="openapi.seoul.go.kr",
    )
    status = {name: f.status for name, f in findings.items() if name != "python"}
    assert status == {
        "no-such-package": "problem",
        "KOSIS_API_KEY": "problem",
        "SEOUL_API_KEY": "note",
        "SMARTCITY_KOSIS_URL": "problem",
        "SMARTCITY_SEOUL_URL": "problem",
        "disk space": "problem",
        "lake": "problem",
        "records": "ok",
        "raw data": "ok",
        "release": "ok",
    }
    assert "cannot be written: the file system is read-only" in findings["lake"].what
    assert all(f.remedy for f in findings.values() if f.status != "ok")


def test_without_keys_the_network_is_not_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOSIS_API_KEY", raising=False)
    monkeypatch.delenv("SEOUL_API_KEY", raising=False)
    findings = found(
        monkeypatch,
        SMARTCITY_LAKE=str(tmp_path),
        SMARTCITY_KOSIS_URL="http://127.0.0.1:9/",
        SMARTCITY_SEOUL_URL="http://127.0.0.1:9/",
    )
    assert "problem" not in {f.status for f in findings.values()}
