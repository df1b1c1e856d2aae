"""The report's pages of a release in the making."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from expectations.result import SuiteResult
from orchestration.release.candidate import Candidate


def write_pages(candidate: Candidate, validation: Sequence[SuiteResult]) -> list[Path]:
    """Write report/ into the candidate's folder; returns the files."""
    return []
