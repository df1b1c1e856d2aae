"""The bundled data: recorded responses and tables in git, one file per partition."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload
from orchestration.errors import ConfigurationError
from orchestration.settings import Settings


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled files of a source, in the order of their partitions.

    The partition is the file's name before the first dot. Raises `ConfigurationError` if there is no file.
    """
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
