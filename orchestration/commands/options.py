"""Options that several commands share, and the release that they look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.settings import load_settings

if TYPE_CHECKING:
    from orchestration.release.catalog import ReleaseCatalog

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
OfRelease = Annotated[
    str | None, typer.Option("--release", help="A release other than the current.")
]
Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for another refresh.")]


def catalog() -> ReleaseCatalog:
    """The releases of the lake in force."""
    from orchestration.release.catalog import ReleaseCatalog

    return ReleaseCatalog(load_settings().releases)


def release_folder(release_id: str | None) -> Path:
    """The folder of the release asked for, or of the current one."""
    from orchestration.release.catalog import CURRENT

    releases = catalog()
    if release_id and release_id != CURRENT:
        return releases.folder(release_id)
    return releases.current()
