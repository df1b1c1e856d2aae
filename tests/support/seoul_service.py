"""The Seoul Open Data Plaza as its documents describe it, over synthetic sensors. Not from our client."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.support.loopback import Answer

SERVICE = "IotVdata017"
MEASURES = (
    *("TP", "HUM", "WSPD", "WD", "INILLU", "UV", "NIS", "VIBR_XCRD", "VIBR_YCRD", "VIBR_ZCRD"),
    *("GT", "NTDX", "CBMX", "SO", "NH3", "H2S", "OZON"),
)
MESSAGES = {
    "INFO-000": "정상 처리되었습니다",
    "INFO-100": "인증키가 유효하지 않습니다.",
    "INFO-200": "해당하는 데이터가 없습니다.",
    "ERROR-300": "필수 값이 누락되어 있습니다.",
    "ERROR-301": "파일타입 값이 누락 혹은 유효하지 않습니다.",
    "ERROR-310": "해당하는 서비스를 찾을 수 없습니다.",
    "ERROR-331": "요청시작위치 값을 확인하십시오.",
    "ERROR-332": "요청종료위치 값을 확인하십시오.",
    "ERROR-333": "요청위치 값의 타입이 유효하지 않습니다.",
    "ERROR-334": "요청종료위치 보다 요청시작위치가 더 큽니다.",
    "ERROR-335": "샘플데이터(샘플키:sample)는 한번에 최대 5건을 넘을 수 없습니다.",
    "ERROR-336": "데이터요청은 한번에 최대 1000건을 넘을 수 없습니다.",
    "ERROR-500": "서버 오류입니다.",
    "ERROR-600": "데이터베이스 연결 오류입니다.",
    "ERROR-601": "SQL 문장 오류입니다.",
}


def error(code: str) -> Answer:
    """An error as the service tells it: HTTP 200, RESULT at the top."""
    return _json({"RESULT": {"CODE": code, "MESSAGE": MESSAGES[code]}})


def reading(sensor: int, hour: str, *, temperature: str = "20.5") -> dict[str, str]:
    """One synthetic row; gases are not measured."""
    row = {
        "MDL_NO": "SDOT-SYNTHETIC",
        "SN": f"SYN{sensor:05d}",
        "MSRMT_HR": f"{hour}:07:00",
        "RGN": "parks",
        "CGG": "Jongno-gu",
        "DONG": "Sajik-dong",
        "REG_DT": f"{hour.replace('_', ' ')}:31:04.0",
    }
    for measure in MEASURES:
        for statistic in ("MAX", "AVG", "MIN"):
            row[f"{statistic}_{measure}"] = "" if measure in ("NH3", "H2S") else temperature
    return row


@dataclass
class SeoulService:
    """Answers the targets of requests from `hours`: rows by hour."""

    key: str
    hours: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    name: str = SERVICE

    def __call__(self, target: str) -> Answer:
        parts = [unquote(p) for p in target.strip("/").split("/")]
        if parts[0] not in (self.key, "sample"):
            return error("INFO-100")
        if len(parts) < 5:
            return error("ERROR-300")
        key, kind, service, first, last, *optional = parts
        if kind not in ("json", "xml"):
            return error("ERROR-301")
        if service != self.name:
            return error("ERROR-310")
        if not (first.isdigit() and last.isdigit()):
            return error("ERROR-333")
        start, end = int(first), int(last)
        if start < 1:
            return error("ERROR-331")
        if end < 1:
            return error("ERROR-332")
        if start > end:
            return error("ERROR-334")
        if key == "sample" and end - start >= 5:
            return error("ERROR-335")
        if end - start >= 1000:
            return error("ERROR-336")
        district, hour, *_ = (*optional, "", "")
        rows = [
            row
            for at, held in self.hours.items()
            for row in held
            if at.startswith(hour.strip()) and district.strip() in ("", row["CGG"])
        ]
        if not rows[start - 1 : end]:
            return error("INFO-200")
        return _json(
            {
                self.name: {
                    "list_total_count": len(rows),
                    "RESULT": {"CODE": "INFO-000", "MESSAGE": MESSAGES["INFO-000"]},
                    "row": rows[start - 1 : end],
                }
            }
        )


def _json(content: object) -> Answer:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(body, headers=(("Content-Type", "application/json;charset=UTF-8"),))
