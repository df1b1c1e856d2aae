"""Many files in the drop folder at once: seconds to receive and to stage them. All synthetic.

    python -m benchmarks.dropped_files --files 1000

Each file is a workbook of one district and year with seven rows. Prints one line of JSON: files, seconds,
seconds of CPU, peak memory in MB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path

import openpyxl

_CLASSES = [
    ("TT 전체산업", 7, 41, "** ** ** ** **"),
    ("J.정보통신업", 7, 41, "J ** ** ** **"),
    ("58.출판업", 7, 41, "J 58 ** ** **"),
    ("582.소프트웨어", 7, 41, "J 58 2 ** **"),
    ("5822.시스템ㆍ응용", 7, 41, "J 58 2 2 **"),
    ("58221.시스템", 2, "*", "J 58 2 2 1"),
    ("58222.응용", 5, 30, "J 58 2 2 2"),
]


def write_workbook(path: Path, year: int) -> None:
    """A workbook of the cities' form whose banner says `year`."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("산업세세분류별 총괄")
    sheet.append([f"[합성 자료] ({year}년 기준)"])
    sheet.append(["대", "중", "소", "세", "세세", "산업분류", "사업체수", "종사자수"])
    sheet.append([None] * 7 + ["계"])
    for label, establishments, employees, levels in _CLASSES:
        sheet.append([*levels.split(), label, establishments, employees])
    book.save(path)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=1_000)
    files = arguments.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SMARTCITY_LAKE"] = folder
        print(json.dumps(_measured(files)))


def _measured(files: int) -> dict[str, float]:
    from orchestration.contracts.declaration import load_declarations
    from orchestration.ingest.collect import collect
    from orchestration.ingest.drop_folder.receive import receive
    from orchestration.ingest.staging import StagingArea
    from orchestration.lake.raw_store import RawStore
    from orchestration.settings import PROJECT_ROOT, Settings

    settings, declarations = Settings(_env_file=None), load_declarations()
    store = RawStore(settings.raw, settings.quarantine)
    area = StagingArea(settings.staged, store)
    settings.landing.mkdir(parents=True)
    seed = (PROJECT_ROOT / "dbt_project" / "seeds" / "districts.csv").read_text("utf-8")
    districts = [line.split(",")[0] for line in seed.splitlines()[1:] if line.endswith(",")]
    places = [(code, year) for year in (2020, 2021, 2022, 2023) for code in districts]
    for code, year in places[:files]:
        write_workbook(settings.landing / f"산업세세분류별_{code}_{year}.xlsx", year)
    started, cpu = time.perf_counter(), time.process_time()
    receipts = receive(settings, store, declarations, parse=area.preparse, settle_seconds=0)
    received = time.perf_counter()
    declaration = declarations["city_workbooks"]
    rows = area.stage(declaration, collect(declaration, settings, store))
    area.finish(declarations)
    ended = time.perf_counter()
    loaded = sum(receipt.status == "loaded" for receipt in receipts)
    assert loaded == len(rows) == min(files, len(places)), (loaded, len(rows))
    return {
        "files": loaded,
        "receive_seconds": round(received - started, 2),
        "stage_seconds": round(ended - received, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    main()
