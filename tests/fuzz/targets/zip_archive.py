"""A zip as it is dropped: checked, then every member unpacked."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from orchestration.errors import SmartCityError
from orchestration.sources.tables.archives import Limits, unpack
from tests.support.fuzz_files import written

CORPUS = ("zip/*.zip", "workbook/1*.xlsx")


def run(data: bytes) -> None:
    """Unpack `data`; no file may lie outside the folder, and none is left in it."""
    with TemporaryDirectory() as folder:
        with suppress(SmartCityError):
            for name, path in unpack(written(data), Path(folder), Limits(total=1 << 24)):
                assert path.parent == Path(folder)
                assert "/" not in name
        assert not list(Path(folder).iterdir())
