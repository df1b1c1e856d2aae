"""Every error and every alert has its entry."""

from __future__ import annotations

import re
from typing import get_args

import orchestration.sources.kosis.client
import orchestration.sources.seoul.client  # noqa: F401 (errors of the providers are loaded)
from orchestration.alerts import Kind
from orchestration.errors import SmartCityError
from orchestration.settings import PROJECT_ROOT

RUNBOOKS = PROJECT_ROOT / "docs" / "runbooks"


def headings(name: str) -> set[str]:
    text = (RUNBOOKS / name).read_text(encoding="utf-8")
    return set(re.findall(r"^## (.+)$", text, re.MULTILINE))


def all_errors(base: type[SmartCityError] = SmartCityError) -> set[type[SmartCityError]]:
    return {base}.union(*(all_errors(sub) for sub in base.__subclasses__()))


def test_every_error_has_an_entry() -> None:
    codes = {error.code for error in all_errors()}
    assert codes == headings("errors.md")


def test_every_kind_of_alert_has_an_entry() -> None:
    assert set(get_args(Kind)) <= headings("alerts.md")


def test_links_between_runbooks_lead_somewhere() -> None:
    for path in RUNBOOKS.glob("*.md"):
        for target, anchor in re.findall(r"\]\(([\w./-]*)#?([\w-]*)\)", path.read_text("utf-8")):
            page = path.parent / target if target else path
            assert page.exists(), f"{path.name}: {target}"
            if anchor:
                found = {h.lower().replace(" ", "-") for h in headings(page.name)}
                assert anchor in found, f"{path.name}: {target}#{anchor}"
