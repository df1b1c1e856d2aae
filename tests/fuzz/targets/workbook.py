"""A city's workbook, by a name that says region and year and by one that does not."""

from tests.support.fuzz_files import drop

CORPUS = ("workbook/*.xlsx",)


def run(data: bytes) -> None:
    """Recognise and parse `data` as a workbook."""
    drop(
        data,
        "city_workbooks",
        "32030_2023",
        "산업세세분류별_32030_2023.xlsx",
        "1 산업세세분류별 총괄.xlsx",
    )
