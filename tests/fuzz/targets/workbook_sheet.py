"""The XML of the first sheet of a workbook: changes of it rarely survive in the packed form."""

from tests.support.file_gallery import GANGNEUNG, real_workbook
from tests.support.fuzz_files import drop
from tests.support.hostile_files import with_sheet_bytes

CORPUS = ("workbook_sheet/*.xml",)


def run(data: bytes) -> None:
    """Recognise and parse a workbook whose first sheet is `data`."""
    workbook = with_sheet_bytes(real_workbook(GANGNEUNG), lambda _: data)
    drop(workbook, "city_workbooks", "32030_2023", "산업세세분류별_32030_2023.xlsx")
