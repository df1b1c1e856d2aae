"""The marks that a chart should have, from the rows embedded in its page, and those that it has."""

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
    """The rows embedded in a page, as dictionaries by field."""
    return [dict(zip(packed[0], row, strict=True)) for row in packed[1:]]


def expected_marks(data: Row) -> dict[str, int]:
    """The expected number of marks by name."""
    found = rows(data["rows"])

    def number(field: str) -> int:
        return sum(row.get(field) is not None for row in found)

    bounded = sum(row.get("low") is not None and row["low"] != row["high"] for row in found)
    members = sum(bool(row["member"]) for row in rows(data.get("sets", [[]])))
    kinds = {
        "intervals": {"exact": number("exact"), "span": bounded, "low": bounded, "high": bounded,
                      "printed": number("printed"), "note": number("note")},
        "estimates": {"bounds": number("bound_low"), "interval": number("low"), "exact": number("exact"),
                      "pension": number("pension_low"), "printed": number("printed"),
                      "note": number("note")},
        "courses": {"interval": number("low"), "exact": number("exact")},
        "trajectories": {"bounds": number("bound_low"), "interval": number("low"), "exact": number("exact"),
                         "sum": number("sum")},
        "truths": {"exact": number("truth")},
        "lines": {"exact": number("exact")},
        "spans": {"exact": number("exact"), "span": bounded, "low": bounded, "high": bounded},
        "ratios": {"exact": number("exact"), "stem": number("exact"), "unity": 1},
        "dumbbell": {"exact": number("exact"), "base": number("base"), "unity": 1},
        "stacks": {"part": 3 * number("exact"), "exact": number("exact"), "note": number("note")},
        "upset": {"exact": number("exact"), "span": bounded, "printed": number("printed"),
                  "member": members, "place": len(data.get("sets", [[]])) - 1},
    }  # fmt: skip
    return kinds[data["kind"]]


def drawn_marks(chart: Row) -> dict[str, int]:
    """The number of drawn marks by name."""
    drawn: dict[str, int] = {}
    for name, number in chart["marks"]:
        drawn[name] = drawn.get(name, 0) + number
    return drawn
