"""All pages of a release, for tests that look at pages and need no run."""

from __future__ import annotations

from pathlib import Path

from orchestration.site.build import build_mart_pages, build_run_pages
from orchestration.site.release_info import ReleaseInfo


def build_site(marts: Path, target: Path, release: ReleaseInfo) -> list[Path]:
    """Write all pages of the file `marts` into the folder `target`; returns the files, sorted."""
    written = build_mart_pages(marts, target, release)
    return sorted([*written, *build_run_pages(marts, target, release)])
