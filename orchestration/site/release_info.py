"""What the pages say about the release that carries them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReleaseInfo:
    """A release as its pages name it; everything here is text from outside and is escaped."""

    release_id: str
    code_version: str
    previous_id: str | None = None
    changes_markdown: str = ""
    validation: list[tuple[str, int, int]] = field(default_factory=list)
    """One row a mart: its name, how many checks ran, how many passed."""
    downloads: list[tuple[str, str, int]] = field(default_factory=list)
    """One row a file: label, address relative to the folder of the pages, bytes."""
    citation_ko: str = ""
    citation_en: str = ""
