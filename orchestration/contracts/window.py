"""A range of periods, as given by `--from` and `--to`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.errors import ConfigurationError

_PERIOD = re.compile(r"\d{4}(-\d{2}(-\d{2}(_\d{2})?)?)?")


@dataclass(frozen=True)
class Window:
    """Periods from `first` to `last`, both inclusive; '' means without bound.

    A period is a year (2020), month (2023-11), day (2023-11-01) or hour (2023-11-01_23). A bound includes
    all finer periods within it: Window('2023', '2023') contains 2023-11. Raises `ConfigurationError` where
    a bound is not a period or the range is empty.
    """

    first: str = ""
    last: str = ""

    def __post_init__(self) -> None:
        for bound in (self.first, self.last):
            if bound and not _PERIOD.fullmatch(bound):
                raise ConfigurationError(
                    f"{bound!r} is not a period",
                    where="--from, --to",
                    remedy="write 2020 or 2023-11",
                )
        if (
            self.first
            and self.last
            and self.first > self.last[: len(self.first)].ljust(len(self.first), "~")
        ):
            raise ConfigurationError(
                f"the range {self.first} to {self.last} is empty",
                where="--from, --to",
                remedy="give the earlier period first",
            )

    @property
    def is_open(self) -> bool:
        """Whether neither end has a bound."""
        return not (self.first or self.last)

    def contains(self, period: str) -> bool:
        """Whether the window includes `period` or a part of it; True where `period` is not a period."""
        if not _PERIOD.fullmatch(period):
            return True
        after = (
            not self.first or period.ljust(len(self.first), "~")[: len(self.first)] >= self.first
        )
        before = not self.last or period[: len(self.last)] <= self.last
        return after and before
