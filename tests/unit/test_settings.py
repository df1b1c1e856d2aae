"""README lists every setting, `Settings` is the only reader of the environment, and no key is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from orchestration.errors import ConfigurationError
from orchestration.services import SERVICES, read_services
from orchestration.settings import PROJECT_ROOT, Settings, load_settings

KEY = "c3ludGhldGlj+key/=="
OTHER_READERS = {
    "orchestration/cli.py": "gives its whole environment to the Python that it starts",
    "orchestration/workers/process.py": "gives its whole environment to a worker process",
    "orchestration/warehouse/project.py": "restores the variables that it sets for dbt",
    "orchestration/warehouse/spark_session.py": "SPARK_CONF_DIR is Spark's own; also restores what it sets",
    "orchestration/commands/running.py": "sets the engine of --engine for this process",
    "orchestration/instance.py": "sets the variables that Dagster reads",
    "orchestration/launch.py": "sets the variable that Dagster reads",
    "orchestration/definitions.py": "turns Dagster's telemetry off",
    "expectations/row_checker.py": "turns the telemetry of Great Expectations off",
}
"""Modules that use `os.environ`, and why they do not read a setting there."""


def variables_of_settings() -> set[str]:
    """Every environment variable that `Settings` reads."""
    fields = {str(field.validation_alias) for field in Settings.model_fields.values()}
    services = {v for s in SERVICES.values() for v in (s.key_variable, s.url_variable)}
    return {name for name in fields if " " not in name} | services


def variables_in(section: str) -> set[str]:
    """The variables in the first column of the tables of a README section."""
    readme = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    text = re.search(rf"^## {section}$(.*?)^## ", readme, re.MULTILINE | re.DOTALL)
    assert text is not None
    cells = re.findall(r"^\| (`[^|]*`) \|", text[1], re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_readme_lists_exactly_the_settings() -> None:
    assert variables_in("Settings") == variables_of_settings()


def test_the_example_for_servers_has_only_settings() -> None:
    text = (PROJECT_ROOT / "deploy" / "smartcity.env.example").read_text(encoding="utf-8")
    names = set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE))
    assert names - {"TZ"} <= variables_of_settings()


def uses_of_environ(path: Path) -> Iterator[int]:
    """The lines on which a module uses os.environ or os.getenv."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            if isinstance(node.value, ast.Name) and node.value.id == "os":
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for n in node.names if n.name in ("environ", "getenv"))


def test_only_settings_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(PROJECT_ROOT))
        for folder in ("orchestration", "expectations", "tools")
        for path in (PROJECT_ROOT / folder).rglob("*.py")
        if any(uses_of_environ(path))
    }
    assert readers == set(OTHER_READERS)


def test_dbt_gets_every_variable_that_it_reads(tmp_path: Path) -> None:
    """By way of `environment`; SMARTCITY_DBT_TARGET and the schemas are set for Spark only."""
    from orchestration.warehouse.project import environment

    project = PROJECT_ROOT / "dbt_project"
    files = [
        *project.glob("*.yml"),
        *(p for f in ("models", "macros", "tests") for p in (project / f).rglob("*.*")),
    ]
    found = {
        name: default
        for path in files
        for name, default in re.findall(
            r"env_var\('(\w+)'(?:, '([^']*)')?\)", path.read_text(encoding="utf-8")
        )
    }
    for_spark = {"SMARTCITY_DBT_TARGET", "SMARTCITY_SPARK_SCHEMA", "SMARTCITY_STAGED_SCHEMA"}
    assert set(found) - for_spark <= set(environment(tmp_path / "file", tmp_path))
    defaults = Settings(_env_file=None).dbt_variables()
    assert {name: found[name] for name in defaults} == defaults


def test_settings_come_from_a_file_and_the_environment_has_priority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "KOSIS_API_KEY=from%2Bfile\nSEOUL_API_KEY=\nSMARTCITY_KOSIS_URL=http://file/\n"
        "SMARTCITY_SEOUL_URL=http://file/\nSMARTCITY_SLICE_CELLS=7\nDAGSTER_HOME= \n"
    )
    monkeypatch.setenv("SMARTCITY_SEOUL_URL", "http://environment/")
    settings = Settings(_env_file=file)
    assert settings.api_keys == {"kosis": SecretStr("from+file")}
    assert settings.url_of("kosis") == "http://file/"
    assert settings.url_of("seoul") == "http://environment/"
    assert settings.dbt_variables()["SMARTCITY_SLICE_CELLS"] == "7"
    assert settings.dagster_home is None
    monkeypatch.setenv("KOSIS_API_KEY", "from the environment")
    access = Settings(_env_file=file).access_to("kosis")
    assert access is not None
    assert access.key.get_secret_value() == "from the environment"
    assert Settings(_env_file=file).access_to("seoul") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMARTCITY_MEMORY_LIMIT", "plenty"),
        ("SMARTCITY_DBT_THREADS", "0"),
        ("SMARTCITY_SLICE_CELLS", "many"),
        ("SMARTCITY_ENGINE", "sqlite"),
        ("SMARTCITY_ADDRESS", "javascript:alert(1)"),
        ("SMARTCITY_DOI", "11.5281/zenodo"),
        ("SMARTCITY_AUTHOR", "two\nlines"),
    ],
)
def test_an_invalid_setting_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"setting {name} cannot be used") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", SERVICES)
def test_the_key_of_every_service_is_redacted(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(SERVICES[name].key_variable, KEY)
    settings = Settings(_env_file=None)
    assert settings.redact(f"GET /?key={KEY}") == "GET /?key=***"
    assert KEY not in repr(settings) + repr(settings.access_to(name))


def test_a_public_key_is_not_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEOUL_API_KEY", "sample")
    assert Settings(_env_file=None).redact("a sample of rows") == "a sample of rows"
    monkeypatch.setenv("SEOUL_API_KEY", "samples")
    assert Settings(_env_file=None).redact("samples") == "***"


def test_a_service_is_defined_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new folder with service.toml is enough for key, address, limits and redaction."""
    folder = tmp_path / "another"
    folder.mkdir()
    (folder / "service.toml").write_text(
        'key_variable = "ANOTHER_API_KEY"\nurl_variable = "SMARTCITY_ANOTHER_URL"\n'
        'url = "https://another.example/"\nwithout_key = "nothing is fetched"\n'
        "[limits]\ncalls_per_minute = 10\n"
    )
    monkeypatch.setitem(SERVICES, "another", read_services(tmp_path)["another"])
    monkeypatch.setenv("ANOTHER_API_KEY", KEY)
    monkeypatch.setenv("SMARTCITY_CALL_SECONDS", "7")
    access = Settings(_env_file=None).access_to("another")
    assert access is not None
    assert (access.url, access.limits.calls_per_minute) == ("https://another.example/", 10)
    assert access.limits.call_timeout == 7
    assert Settings(_env_file=None).redact(KEY) == "***"


def test_a_definition_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    text = (PROJECT_ROOT / "orchestration/sources/kosis/service.toml").read_text(encoding="utf-8")
    (tmp_path / "kosis").mkdir()
    (tmp_path / "kosis" / "service.toml").write_text(text + "calls_per_hour = 1\n")
    with pytest.raises(ValueError, match="calls_per_hour"):
        read_services(tmp_path)


def test_every_service_belongs_to_a_declared_provider() -> None:
    folder = PROJECT_ROOT / "orchestration" / "sources" / "declarations"
    declared = {yaml.safe_load(p.read_bytes())["provider"] for p in folder.glob("*.yml")}
    assert set(SERVICES) <= declared
