"""What the pages of one language know about sources."""

from pathlib import Path

import duckdb
import pytest

from orchestration.site.context import Context
from orchestration.site.marts import Marts
from orchestration.site.numbers import Language, Numbers
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.scope import Scope
from orchestration.site.texts import load_texts

SOURCES = """create table source_snapshots as select *, null::text as file_name from (values
    ('a', '2020', '가 기관', 'Agency A', 'open-1', 'https://example.org/1'),
    ('a', '2021', '가 기관', 'Agency A', 'open-1', 'https://example.org/1'),
    ('b', '2020', '나 기관', '', 'own-terms', null),
    ('c', '2020', '다 기관', 'Agency C', null, null)
) as rows (source_id, partition_key, attribution_ko, attribution_en, licence_id, licence_url)"""


@pytest.mark.parametrize(("language", "first"), [("ko", "가 기관"), ("en", "Agency A")])
def test_citations_know_the_licence_of_each_attribution_that_has_one(
    tmp_path: Path, language: Language, first: str
) -> None:
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SOURCES)
        connection.execute(
            "create table taxonomy_list (taxonomy_id text, source_id text, file_name text)"
        )
    text = load_texts(language)
    scope = Scope("register", 2024, 2020, 2023, (), None, ())
    with Marts(path) as marts:
        context = Context(marts, text, Numbers(language, "-"), scope, ReleaseInfo("r", "c"))
        assert context.licences == {
            first: "open-1, https://example.org/1",
            "나 기관": "own-terms",
        }
