"""The files for contributors agree with the project: licence, issue templates, development container."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from orchestration.settings import PROJECT_ROOT

TEMPLATES = sorted((PROJECT_ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
FORMS = [path for path in TEMPLATES if path.name != "config.yml"]
CONTAINER = PROJECT_ROOT / ".devcontainer"


def test_the_licence_is_the_one_that_the_package_names() -> None:
    text = (PROJECT_ROOT / "LICENSE").read_text("utf-8")
    assert text.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "Apache-2.0" in (PROJECT_ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.name)
def test_a_form_has_what_the_code_host_requires(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))
    for field in form["body"]:
        assert field["type"] in ("input", "textarea")
        assert field["attributes"]["label"]
    assert any(field.get("validations", {}).get("required") for field in form["body"])


def test_the_container_has_the_packages_of_the_checks() -> None:
    listed = re.search(r"^packages=\((.*)\)$", (PROJECT_ROOT / ".ci/run").read_text(), re.M)
    installed = (CONTAINER / "Containerfile").read_text("utf-8").split()
    assert listed is not None
    assert set(listed[1].split()) <= set(installed)


def test_the_container_is_made_with_a_target_of_the_makefile() -> None:
    container = json.loads((CONTAINER / "devcontainer.json").read_text("utf-8"))
    assert (CONTAINER / container["build"]["dockerfile"]).is_file()
    command = container["postCreateCommand"]
    targets = re.findall(r"make (\S+)", command)
    assert targets
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    assert [t for t in targets if f"\n{t}:" not in makefile] == []
