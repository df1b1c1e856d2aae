"""What the shell completes: marts, releases, sources. A lake that cannot be read completes nothing."""

from __future__ import annotations

from contextlib import suppress


def complete_mart(incomplete: str) -> list[str]:
    """The marts of the current release that begin with `incomplete`."""
    from orchestration.commands.options import release_catalog

    with suppress(Exception):
        catalog = release_catalog()
        record = catalog.record(catalog.current().name)
        return [name for name in sorted(record.marts) if name.startswith(incomplete)]
    return []


def complete_release(incomplete: str) -> list[str]:
    """The releases that begin with `incomplete`, the latest first."""
    from orchestration.commands.options import release_catalog

    with suppress(Exception):
        names = [record.release_id for record in release_catalog().all()]
        return [name for name in names if name.startswith(incomplete)]
    return []


def complete_source(incomplete: str) -> list[str]:
    """The declared sources that begin with `incomplete`."""
    from orchestration.contracts.declaration import load_declarations

    with suppress(Exception):
        return [name for name in load_declarations() if name.startswith(incomplete)]
    return []
