"""A KOSIS table with its objects in another order and without items, for tests alone.

The region is objL3, the industry objL1, and the fixed object objL2. Every cell is a number of employees.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tests.support.kosis_service import KosisService
from tests.support.loopback import Answer

ORDER = {"1": "3", "2": "1", "3": "2"}
"""The number of an object here, by its number in the table of the service."""
ITEM = "T2"


class RearrangedKosis:
    """Answers requests for the table of another agency (`org_id`), whose periods are irregular (F)."""

    def __init__(self, service: KosisService, org_id: str) -> None:
        self.service = service
        self.org_id = org_id

    def __call__(self, target: str) -> Answer:
        inside = target.replace(f"orgId={self.org_id}", "orgId=101")
        if "getList" in target and not ("itmId=ALL" in target and "prdSe=F" in target):
            return Answer(json.dumps({"err": "20", "errMsg": "필수요청변수 누락"}).encode())
        inside = inside.replace("itmId=ALL", f"itmId={ITEM}").replace("prdSe=F", "prdSe=Y")
        back = {ours: theirs for theirs, ours in ORDER.items()}
        inside = re.sub(r"objL([123])=", lambda match: f"objL{back[match[1]]}=", inside)
        answer = self.service(inside)
        content = json.loads(answer.body)
        if not isinstance(content, list):
            return answer
        rows = [_rearranged(row) for row in content if row.get("OBJ_ID") != "ITEM"]
        return Answer(json.dumps(rows, ensure_ascii=False).encode())


def _rearranged(row: dict[str, Any]) -> dict[str, Any]:
    if "OBJ_ID_SN" in row:
        return {**row, "OBJ_ID_SN": ORDER[row["OBJ_ID_SN"]]}
    if "DT" not in row:
        return row
    objects = {
        f"C{ORDER[name[1]]}{name[2:]}": value for name, value in row.items() if name[0] == "C"
    }
    others = {name: value for name, value in row.items() if name[0] != "C" and "ITM" not in name}
    return {**others, **objects, "PRD_SE": "F"}
