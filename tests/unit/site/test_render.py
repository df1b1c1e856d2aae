"""Untrusted text never becomes markup, script, a foreign address or a path outside the folder."""

import json

import pytest

from orchestration.site.markdown import render_markdown
from orchestration.site.marts import _literal
from orchestration.site.render import embed_json, relative_address

HOSTILE = "</script><script>alert(1)</script><!-- &\u2028"


def test_embedded_data_cannot_end_the_script_element() -> None:
    written = str(embed_json({"label": HOSTILE}))
    assert "<" not in written
    assert "\u2028" not in written
    assert json.loads(written) == {"label": HOSTILE}


def test_untrusted_markdown_is_safe() -> None:
    html = str(
        render_markdown(
            "# A\n\n<script>alert(1)</script>\n\n![x](http://example.org/a.png) "
            "[y](javascript:alert(1)) [z](other.md) [w](https://example.org/)\n"
        )
    )
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "other.md" not in html
    assert '<a href="https://example.org/">w</a>' in html
    assert "<h2>A</h2>" in html


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("../csv/a.csv", "../csv/a.csv"),
        ("javascript:alert(1)", "#"),
        ("//example.org/a", "#"),
        ("/etc/passwd", "#"),
        ('a" onclick="x', "a%22%20onclick%3D%22x"),
    ],
)
def test_download_addresses_are_relative(href: str, kept: str) -> None:
    assert relative_address(href) == kept


def test_query_values_are_quoted_literals() -> None:
    assert _literal("11'; drop table x; --") == "'11''; drop table x; --'"
    assert _literal(("11", "31")) == "('11', '31')"
    assert _literal(2023) == "2023"
