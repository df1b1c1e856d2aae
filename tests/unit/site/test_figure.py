"""Cells that are links."""

from markupsafe import escape

from orchestration.site.figure import Link


def test_text_and_address_of_a_link_are_escaped() -> None:
    link = Link("<script>alert(1)</script>", 'industry-62.html" onclick="x')
    written = str(escape(link))
    assert "<script" not in written
    assert 'onclick="' not in written
    assert (
        str(escape(Link("출판업", "industry-58.html"))) == '<a href="industry-58.html">출판업</a>'
    )
