"""What an error says to do is something that a person at the web interface can do."""

from __future__ import annotations

import re

import pytest

from orchestration.assets.wording import in_dagster
from orchestration.resources import RefreshResource
from orchestration.settings import PROJECT_ROOT

OPTION = re.compile(r"--(wait|accept-smaller|from|to|source|again|force)\b")


def remedies_with_options() -> list[str]:
    """The texts of errors in the code of a run that name an option of `smartcity refresh`."""
    found = []
    for folder in ("ingest", "lake", "refresh", "release", "sources", "storage", "warehouse"):
        for path in (PROJECT_ROOT / "orchestration" / folder).rglob("*.py"):
            texts = re.findall(r'(?:remedy|where)=f?"([^"]*)"', path.read_text("utf-8"))
            found += [text for text in texts if OPTION.search(text)]
    return found


def test_there_are_such_texts() -> None:
    assert any("--wait" in text for text in remedies_with_options())


@pytest.mark.parametrize("text", remedies_with_options())
def test_no_option_of_the_command_is_left(text: str) -> None:
    shown = in_dagster(f"SC000 what | at somewhere | to do: {text}")
    assert OPTION.search(shown) is None, shown


@pytest.mark.parametrize("field", ["wait_seconds", "accept_smaller", "first_period", "force"])
def test_the_fields_that_replace_options_exist(field: str) -> None:
    assert field in RefreshResource.model_fields


def test_other_commands_stay() -> None:
    text = "run `smartcity repair`, or `smartcity rollback ID`"
    assert in_dagster(text) == text
