"""The bundled data: recorded answers and tables in git, one file a partition."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload
from orchestration.errors import ConfigurationError
from orchestration.settings import Settings


def bundled_payloads(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled files of a source, in order of partition (the file's name before its first dot)."""
    folder = settings.sample / (declaration.bundled or "")
    candidates = [folder] if folder.is_file() else folder.glob("*")
    paths = sorted(p for p in candidates if p.is_file() and p.name != "README.md")
    if declaration.bundled is None or not paths:
        raise ConfigurationError(
            f"source {declaration.source_id} has no bundled data",
            where=str(folder),
            remedy="restore the folder from git",
        )
    for path in paths:
        yield Payload(
            partition=path.name.split(".")[0],
            part="whole",
            file_name=path.name,
            content=path.read_bytes(),
            origin="bundled",
        )
