"""What a chart should hold, from the rows embedded in its page, and what it does hold."""

from typing import Any

from playwright.sync_api import Page

Row = dict[str, Any]

READ = """() => [...document.querySelectorAll(".chart")].filter((host) => host.offsetParent)
.map((host) => ({
  id: host.id,
  state: host.dataset.state,
  data: JSON.parse(document.querySelector(`script[data-for="${host.id}"]`).textContent),
  marks: [...host.querySelectorAll("g.role-mark")].map((group) => [
    group.getAttribute("class").split(" ").pop().replace(/(_\\d)?_marks$/, ""), group.childElementCount,
  ]),
  width: host.querySelector("svg")?.getBoundingClientRect().width ?? 0,
  room: host.clientWidth,
}))"""


def charts(page: Page) -> list[Row]:
    """Every visible chart of a page."""
    found: list[Row] = page.evaluate(READ)
    return found


def rows(packed: list[list[Any]]) -> list[Row]:
    """Rows as written by the builder, with their field names."""
    return [dict(zip(packed[0], row, strict=True)) for row in packed[1:]]


def expected_marks(data: Row) -> dict[str, int]:
    """How many marks of each kind the rows ask for."""
    found = rows(data["rows"])

    def number(field: str) -> int:
        return sum(row.get(field) is not None for row in found)

    bounded = sum(row.get("low") is not None and row["low"] != row["high"] for row in found)
    members = sum(bool(row["member"]) for row in rows(data["sets"]))
    kinds = {
        "intervals": {"exact": number("exact"), "span": bounded, "low": bounded, "high": bounded,
                      "printed": number("printed"), "note": number("note")},
        "lines": {"exact": number("exact")},
        "spans": {"exact": number("exact"), "span": bounded, "low": bounded, "high": bounded},
        "ratios": {"exact": number("exact"), "stem": number("exact"), "unity": 1},
        "dumbbell": {"exact": number("exact"), "base": number("base"), "unity": 1},
        "stacks": {"part": number("to"), "exact": number("exact"), "note": number("note")},
        "upset": {"exact": number("exact"), "span": bounded, "printed": number("printed"),
                  "member": members, "place": len(data["sets"]) - 1},
    }  # fmt: skip
    return kinds[data["kind"]]


def drawn_marks(chart: Row) -> dict[str, int]:
    """How many marks of each kind are in the picture."""
    drawn: dict[str, int] = {}
    for name, number in chart["marks"]:
        drawn[name] = drawn.get(name, 0) + number
    return drawn
