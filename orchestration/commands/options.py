"""Options that several commands share, and the release that a command reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.completion import complete_release
from orchestration.settings import load_settings

if TYPE_CHECKING:
    from orchestration.release.catalog import ReleaseCatalog

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ReleaseId = Annotated[
    str | None,
    typer.Option(
        "--release",
        help="Id or number of a release. Default: the current release.",
        autocompletion=complete_release,
    ),
]
Wait = Annotated[
    float, typer.Option("--wait", help="Seconds to wait if another process uses the lake.")
]


def release_catalog() -> ReleaseCatalog:
    """The releases of the configured lake."""
    from orchestration.release.catalog import ReleaseCatalog

    return ReleaseCatalog(load_settings().releases)


def release_folder(release_id: str | None) -> Path:
    """The folder of the release `release_id`, or of the current one; raises `ReleaseError`."""
    from orchestration.release.catalog import CURRENT

    releases = release_catalog()
    if release_id and release_id != CURRENT:
        return releases.folder(releases.resolve(release_id))
    return releases.current()
