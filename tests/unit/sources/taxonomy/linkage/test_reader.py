"""Linkage tables of the gallery, and random ones in every encoding: what is read, and what is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import ksic_names
from orchestration.sources.taxonomy.linkage.reader import LinkageTable, read_linkage
from tests.support.linkage_gallery import FOLDER, GOOD, REFUSED, SMART_CITY, delimited, workbook

Row = tuple[int, str, str, str, str, str]


def read(name: str, **given: str) -> LinkageTable:
    return read_linkage(FOLDER / name, name, "mine", given)


def links(table: LinkageTable) -> list[Row]:
    """Row, layer, industry, revision, code and coverage of each link."""
    columns = ("layer", "industry", "ksic_revision", "ksic_code", "coverage")
    return [
        (number, *(record[column] for column in columns))  # type: ignore[misc]
        for number, record in table.records
        if record["ksic_code"]
    ]


def described(table: LinkageTable) -> dict[str, tuple[str, str, str]]:
    """By industry (or layer), its parent, own code and Korean name."""
    return {
        record["industry"] or record["layer"]: (
            record["parent"],
            record["own_code"],
            record["name_ko"],
        )
        for _, record in table.records
        if not record["ksic_code"]
    }


def test_merged_cells_letters_parts_and_a_title_block() -> None:
    table = read(SMART_CITY)
    assert links(table) == [
        (6, "c1", "c11", "10", "612", "full"),
        (7, "c1", "c12", "10", "41", "part"),
        (8, "c2", "c21", "10", "582", "full"),
        (9, "c2", "c21", "10", "62", "full"),
        (10, "c2", "c22", "10", "63", "full"),
        (11, "c3", "c31", "10", "49", "part"),
        (12, "c3", "c32", "10", "01140", "full"),
        (13, "c3", "c33", "10", "62", "part"),
    ]
    assert described(table)["c31"] == ("", "31", "교통·물류")
    shares = {r["ksic_code"]: r["part_share"] for _, r in table.records if r["part_share"]}
    assert shares == {"49": "0.2"}
    assert table.metadata == {
        "title_ko": "스마트도시산업 특수분류와 한국표준산업분류 연계표 (시험용으로 지어낸 표)",
        "agency_ko": "국토교통부",
        "notice": "국토교통부 고시 제2026-9999호",
        "notice_date": "2026-07-01",
        "valid_from": "2026-08-01",
        "source_url": "https://example.com/notice",
    }
    assert table.remarks == [
        f"{SMART_CITY} row 12: 1140 is read as 01140, the only code that KSIC has"
    ]


def test_one_code_column_for_all_levels() -> None:
    table = read("로봇산업 특수분류.xlsx")
    assert links(table) == [
        (4, "c1", "c11", "9", "29280", "full"),
        (5, "c1", "c12", "9", "26", "part"),
        (7, "c2", "c21", "9", "58221", "full"),
        (7, "c2", "c21", "9", "58222", "full"),
    ]
    assert described(table)["c22"] == ("", "22", "임대"), "a class without a link is a class"
    assert table.remarks == ["로봇산업 특수분류.xlsx: the codes are read as KSIC 9"]


def test_two_revisions_side_by_side() -> None:
    name = "신재생에너지 연계 KSIC(9차-10차).xlsx"
    newest = read(name)
    assert {row[3] for row in links(newest)} == {"10"}
    assert links(newest)[1] == (4, "c1", "c1_1_1", "10", "26129", "part")
    assert described(newest)["c1_2_1"] == ("c1_2", "", "터빈")
    assert described(newest)["c2_1"] == ("", "", "태양광 발전")
    older = read(name, ksic_revision="9")
    assert [row[4] for row in links(older)] == ["26120", "29111", "35119"]
    assert f"{name} row 4: 26120 is linked in row 3 already" in older.remarks


def test_blanks_lost_zeros_and_a_repeated_header() -> None:
    table = read("드론산업_연계표.csv")
    assert [row[1:3] + row[4:] for row in links(table)] == [
        ("a", "a1", "31312", "full"),
        ("a", "a2", "26", "part"),
        ("b", "b1", "01411", "full"),
        ("b", "b1", "01110", "part"),
        ("b", "b2", "02011", "full"),
    ]
    assert [remark.partition(": ")[2] for remark in table.remarks] == [
        "1411 is read as 01411, its name is beside it",
        "1110 is read as 01110, the only code that KSIC has",
        "2011 is read as 02011, its name is beside it",
        "2011 is read as 02011, its name is beside it",
        "02011 is linked in line 7 already",
    ]


def test_semicolons_after_a_line_of_excel() -> None:
    table = read("공간정보산업 연계표.csv")
    assert [(row[0], row[2], row[4]) for row in links(table)] == [
        (3, "c1_1", "72921"),
        (4, "c1_2", "72924"),
        (5, "c2_1", "5822"),
    ]
    assert table.metadata["title_ko"] == "공간정보산업 연계표", "without a title: the file's name"


def test_tabs_and_code_and_name_in_one_cell() -> None:
    table = read("콘텐츠산업 연계표.txt")
    assert [(row[2], row[4], row[5]) for row in links(table)] == [
        ("c11", "58111", "full"),
        ("c12", "58112", "full"),
        ("c21", "5821", "full"),
        ("c22", "46510", "part"),
    ]
    assert described(table)["c11"] == ("", "11", "서적")


def test_four_levels_in_one_layer_with_names_in_english() -> None:
    table = read("부동산서비스산업.xlsx")
    assert {(row[1], row[3]) for row in links(table)} == {("r", "11")}
    parents = {industry: parent for industry, (parent, *_) in described(table).items()}
    assert parents["r211"] == "r21"
    assert parents["r21"] == "r2"
    assert parents["r2"] == ""
    names = {r["industry"]: r["name_en"] for _, r in table.records if r["name_en"]}
    assert names["r121"] == "Sale"


def test_every_good_file_is_read_and_no_broken_one_is_left_out() -> None:
    assert all(links(read(name)) for name in GOOD)
    on_disk = {path.name for path in FOLDER.iterdir()} - {"README.md"}
    assert on_disk == GOOD.keys() | REFUSED.keys()


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_broken_file_is_refused_with_every_row_in_one_line(name: str, words: str) -> None:
    with pytest.raises(ArrivalRefused) as refused:
        read(name)
    assert words in str(refused.value)
    assert "to do" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_a_file_leaves_open_is_given_beside_it() -> None:
    assert {row[3] for row in links(read("no_revision.csv", ksic_revision="11"))} == {"11"}
    table = read("two_sheets.xlsx", sheet="부록", title_en="Mine")
    assert links(table)
    assert table.metadata["title_en"] == "Mine"
    with pytest.raises(ArrivalRefused, match="no sheet 다른 표 has the header"):
        read("two_sheets.xlsx", sheet="다른 표")


def test_a_revision_that_contradicts_the_header_is_refused() -> None:
    with pytest.raises(ArrivalRefused, match=r"the header names KSIC 9 and 10, .*yml KSIC 11"):
        read("신재생에너지 연계 KSIC(9차-10차).xlsx", ksic_revision="11")
    with pytest.raises(ArrivalRefused, match="ksic_revision '12' is not known"):
        read("no_revision.csv", ksic_revision="12")


def random_rows(chooser: random.Random) -> tuple[list[list[str]], set[tuple[str, ...]]]:
    """A table of one to four levels with blanks for repeated parents, and its (place, code) pairs."""
    depth = chooser.randint(1, 4)
    names = ksic_names("10")
    codes = [code for code in names if code.isdigit() and len(code) > 2]
    header = [
        f"{level} {part}"
        for level in ("대분류", "중분류", "소분류", "세분류")[:depth]
        for part in ("코드", "분류명")
    ]
    header += ["한국표준산업분류(10차) 코드", "한국표준산업분류(10차) 분류명", "비고"]
    rows, pairs = [header], set()
    last: tuple[str, ...] = ()
    for place in _places(chooser, depth):
        chosen = chooser.sample(codes, chooser.randint(1, 3))
        for code in chosen:
            cells = []
            for level, own in enumerate(place):
                is_new = place[: level + 1] != last[: level + 1]
                cells += [own, f"분류 {own}"] if is_new else ["", ""]
            written = code.lstrip("0") if chooser.random() < 0.5 else code
            rows.append([*cells, written, names[code], ""])
            pairs.add((*place, code))
            last = place
    return rows, pairs


def _places(
    chooser: random.Random, depth: int, above: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    prefix = above[-1] if above else ""
    here = [(*above, f"{prefix}{n}") for n in range(1, chooser.randint(2, 4))]
    if depth == 1:
        return here
    return [place for one in here for place in _places(chooser, depth - 1, one)]


@pytest.mark.parametrize("seed", range(24))
def test_a_random_table_is_read_as_it_was_written(tmp_path: Path, seed: int) -> None:
    chooser = random.Random(seed)
    rows, pairs = random_rows(chooser)
    forms = {
        "utf-8-sig.csv": delimited(rows).encode("utf-8-sig"),
        "cp949.csv": delimited(rows, "\t").encode("cp949", "replace"),
        "utf-16.txt": delimited(rows, ";").encode("utf-16"),
        "book.xlsx": workbook({"표": rows}),
    }
    for name, content in forms.items():
        path = tmp_path / name
        path.write_bytes(content)
        table = read_linkage(path, name, "mine", {})
        own = {industry: (parent, code) for industry, (parent, code, _) in described(table).items()}
        found = set()
        for _, record in table.records:
            if not record["ksic_code"]:
                continue
            place: list[str] = []
            industry = record["industry"]
            while industry:
                parent, code = own[industry]
                place.insert(0, code)
                industry = parent
            found.add((own[record["layer"]][1], *place, record["ksic_code"]))
        assert found == pairs, name
