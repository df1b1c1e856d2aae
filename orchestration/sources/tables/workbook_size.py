"""Count what a workbook unpacks to before it is opened: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.sources.tables.archives import reading

_CHUNK = 1 << 20


def check_tags(path: Path, most: int) -> None:
    """Raise `ArrivalRefused` if the workbook has more XML tags than `most`, about 100 bytes each."""
    tags = 0
    with reading(path), zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as part:
                while chunk := part.read(_CHUNK):
                    tags += chunk.count(b"<")
                    if tags > most:
                        raise ArrivalRefused(
                            f"more than {most:,} XML tags",
                            where=path.name,
                            remedy="keep only the table, without formatted empty cells",
                        )
