"""A synthetic month of the pension service's list of workplaces, in the exact form. Nothing in it is real.

CP949, 22 columns. One workplace in fifty left in the month, one in twenty-five has an industry name that no
class has. The same seed gives the same bytes.
"""

from __future__ import annotations

import calendar
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.lake.reference import ksic_names, provinces_by_admin_code
from orchestration.storage.sql import quote_text

HEADER = [
    *("자료생성년월", "사업장명", "사업자등록번호", "사업장가입상태코드.1.등록.2.탈퇴", "우편번호"),
    *("사업장지번상세주소", "사업장도로명상세주소", "고객법정동주소코드", "고객행정동주소코드"),
    *("법정동주소광역시도코드", "법정동주소광역시시군구코드", "법정동주소광역시시군구읍면동코드"),
    *("사업장형태구분코드.1.법인.2.개인", "사업장업종코드", "사업장업종코드명", "적용일자"),
    *("재등록일자", "탈퇴일자", "가입자수", "당월고지금액", "신규취득자수", "상실가입자수"),
]
_AT_ONCE = 1 << 24

_ROWS = """
with drawn as (
    select i, hash({seed} * 10000000000 + i) as a, hash({seed} * 10000000000 + i + 1000000000) as b
    from range({rows}) as rows (i)
)
select '{month}', '합성사업장' || a % 100000, lpad((a % 1000000)::varchar, 6, '0') || '****',
    case when b % 50 = 0 then '2' else '1' end, lpad((a % 63000)::varchar, 5, '0'),
    '합성동 ' || b % 900, '합성로 ' || b % 700, place.code || '10101000', place.code || '10101000',
    place.code, '110', '101', 1 + b % 2, lpad((b % 900000)::varchar, 6, '0'),
    case when b % 25 = 0 then 'BIZ_NO미존재사업장' else industry.name end,
    20000101 + a % 200000, '', '', 3 + (a >> 20) % 40, 90000 * (3 + (a >> 20) % 40),
    (b >> 8) % 3, (b >> 12) % 3
from drawn
inner join industries as industry on drawn.a % {industries} = industry.slot
inner join places as place on drawn.b >> 32 & 1048575 >= place.low and drawn.b >> 32 & 1048575 < place.high
order by i
"""


def write_workplaces(path: Path, rows: int, month: str, seed: int) -> None:
    """Write `rows` synthetic workplaces of `month` (2015-01) to `path`."""
    year, number = map(int, month.split("-"))
    last = calendar.monthrange(year, number)[1]
    admin = sorted(provinces_by_admin_code(f"{month}-01", f"{month}-{last}"))
    names = _industries()
    bounds = [(1 << 20) * i // len(admin) for i in range(len(admin) + 1)]
    query = _ROWS.format(rows=rows, seed=seed, month=month, industries=len(names))
    aside = path.with_name(f".{path.name}.part")
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as connection:
        connection.register("industries", pa.table({"slot": range(len(names)), "name": names}))
        connection.register(
            "places", pa.table({"code": admin, "low": bounds[:-1], "high": bounds[1:]})
        )
        connection.execute(f"copy ({query}) to {quote_text(aside)} (format csv, header false)")
    with aside.open(encoding="utf-8") as text, path.open("w", encoding="cp949") as out:
        out.write(",".join(HEADER) + "\n")
        while part := text.read(_AT_ONCE):
            out.write(part)
    aside.unlink()


def _industries() -> list[str]:
    """The names of all five-digit codes as CP949 can write them."""
    names = (name for code, name in ksic_names("10").items() if len(code) == 5 and code.isdigit())
    return sorted(name.replace("\u2024", "·").replace("\u318d", "·") for name in names)
