"""Prints the result of `smartcity validate`."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.text import print_json, print_text
from orchestration.release.revalidate import Revalidation


def print_validation(found: Revalidation, as_json: bool) -> None:
    """Print the result for a valid release, as lines or as JSON; for an invalid one `revalidate` raises."""
    if as_json:
        print_json(asdict(found))
        return
    checks = sum(len(suite.checks) for suite in found.suites)
    print_text(f"release {found.release_id} is valid:")
    print_text(f"  {found.files} files match their SHA-256")
    print_text(f"  {found.marts} marts match their schema and row count")
    print_text(f"  {checks} checks of {len(found.suites)} suites passed")
    if found.skipped:
        print_text(f"  not checked, as they no longer have a suite: {', '.join(found.skipped)}")
