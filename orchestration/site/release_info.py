"""The facts about a release that its pages show."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReleaseInfo:
    """The facts about a release that its pages show. All texts are untrusted and are escaped."""

    release_id: str
    code_version: str
    previous_id: str | None = None
    changes_markdown: str = ""
    validation: list[tuple[str, int, int]] = field(default_factory=list)
    """One row per mart: its name, the number of checks, and how many passed."""
    downloads: list[tuple[str, str, int]] = field(default_factory=list)
    """One row per file: label, address relative to the folder of the pages, size in bytes."""
    citation_ko: str = ""
    citation_en: str = ""
    number: str = ""
    """The number for people, as 2026-11-25.1."""

    @property
    def name(self) -> str:
        """The number and the id."""
        return f"{self.number} ({self.release_id})" if self.number else self.release_id
