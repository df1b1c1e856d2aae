"""A share on a line."""

from orchestration.site.figures.drawn_share import draw_share
from orchestration.site.figures.known import Known


def test_the_line_ends_beyond_what_is_shown_and_cuts_the_bounds() -> None:
    drawn = draw_share(Known(0.25, 0.2, 0.3, 0.0, 1.0), 0.4, (0.34, 0.35), "")
    assert drawn.end == 0.5
    assert drawn.bounds == (0, 200)
    assert drawn.interval == (80, 40)
    assert drawn.point == 100
    assert drawn.printed == 160
    assert drawn.pension == (136, 4)


def test_an_exact_share_has_no_interval_and_no_bounds() -> None:
    drawn = draw_share(Known(0.25, None, None, 0.25, 0.25), None, None, "")
    assert (drawn.bounds, drawn.interval, drawn.pension, drawn.printed) == (None,) * 4


def test_bounds_alone_fill_the_line() -> None:
    drawn = draw_share(Known(None, None, None, 0.1, 0.7), None, None, "")
    assert drawn.end >= 0.7
    assert drawn.point is None
