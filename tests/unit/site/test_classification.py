"""Names and parents of KSIC codes."""

from orchestration.site.classification import read_classification


def test_a_section_has_no_range_in_its_name() -> None:
    industries = read_classification("10")
    assert industries["62"].parent == "J"
    assert industries["J"].names["ko"] == "정보통신업"
    assert read_classification("9")["B"].names["ko"] == "광업"
    assert not any("~" in found.names["ko"] for found in industries.values())


def test_an_unknown_revision_has_no_codes() -> None:
    assert read_classification("8") == {}
