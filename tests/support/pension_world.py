"""Invented insured persons by industry name and province, and what a third party would publish of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

MONTH = date(2026, 6, 1)
PROVINCES = ("11", "21", "31", "39", "24", "36")
PUBLISHED_AS = {"24": "12", "36": "12"}
"""Two provinces are published as the merged one."""


@dataclass(frozen=True)
class PensionWorld:
    """`insured[name, province]` with the last column for persons without a province.

    `codes` has the class of each name, None where there is none; `hidden` names are in no published row
    of an industry.
    """

    names: tuple[str, ...]
    codes: tuple[str | None, ...]
    hidden: frozenset[int]
    insured: np.ndarray
    threshold: int

    def file_rows(self) -> pd.DataFrame:
        """The data set nps_workplaces, as a monthly file gives it."""
        rows = [
            {
                **self._row(number),
                "region_code": province,
                "workplaces": int(count),
                "withdrawn": 0,
                "insured": int(count),
                "joined": 0,
                "lost": 0,
            }
            for number in range(len(self.names))
            for province, count in zip([*PROVINCES, "UNPLACED"], self.insured[number], strict=True)
            if count
        ]
        return pd.DataFrame(rows)

    def published_rows(self) -> pd.DataFrame:
        """The data set nps_published: totals, the nation by name, and pairs from the threshold upwards."""
        regions = [PUBLISHED_AS.get(p, p) for p in PROVINCES]
        listed = [n for n in range(len(self.names)) if n not in self.hidden]
        rows = [self._total("00", int(self.insured.sum()))]
        rows.append(self._total("UNPLACED", int(self.insured[:, -1].sum())))
        for region in dict.fromkeys(regions):
            columns = [i for i, r in enumerate(regions) if r == region]
            rows.append(self._total(region, int(self.insured[:, columns].sum())))
            for number in listed:
                count = int(self.insured[number, columns].sum())
                if count >= self.threshold:
                    rows.append(self._industry(number, region, count))
        rows += [self._industry(n, "00", int(self.insured[n].sum())) for n in listed]
        return pd.DataFrame(rows).assign(
            workplaces=lambda frame: frame["insured"].where(frame["region_code"] == "00")
        )

    def _row(self, number: int) -> dict[str, Any]:
        return {
            "source_id": "synthetic",
            "month": MONTH,
            "industry_name": self.names[number],
            "ksic_revision": "10",
            "ksic_code": self.codes[number],
        }

    def _total(self, region: str, insured: int) -> dict[str, Any]:
        return {
            "source_id": "synthetic", "month": MONTH, "kind": "total", "region_code": region,
            "industry_name": "", "ksic_revision": "10", "ksic_code": None, "insured": insured,
            "threshold": self.threshold, "raw_row": 1,
        }  # fmt: skip

    def _industry(self, number: int, region: str, insured: int) -> dict[str, Any]:
        return {
            **self._row(number), "kind": "industry", "region_code": region, "insured": insured,
            "threshold": self.threshold, "raw_row": 1,
        }  # fmt: skip


def random_pension(seed: int, leaves: list[str]) -> PensionWorld:
    """Some 40 of `leaves` and names without a class; a few names hidden, a few persons unplaced."""
    random = np.random.default_rng(seed)
    chosen = sorted(random.choice(leaves, size=40, replace=False).tolist())
    codes = (*chosen, None, None, None)
    sizes = random.lognormal(3, 1.5, size=(len(codes), 1))
    weights = random.dirichlet([3, 1, 2, 0.3, 0.5, 0.7], size=len(codes))
    insured = random.poisson(sizes * weights * 6)
    unplaced = random.poisson(0.2, size=(len(codes), 1))
    hidden = frozenset(random.choice(40, size=int(random.integers(0, 4)), replace=False).tolist())
    return PensionWorld(
        tuple(f"이름 {n}" for n in range(len(codes))),
        codes,
        hidden,
        np.hstack([insured, unplaced]),
        threshold=int(random.integers(20, 120)),
    )
