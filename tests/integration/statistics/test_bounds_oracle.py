"""The bounds against the truth (always inside) and against linear programming (as tight).

Hypothesis draws the worlds: how empty, how coarse by region, how often a code is closed. Every world is
a random classification with suppression by the agency's rule. All worlds of an example go through the
models in one run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.lp_oracle import Oracle
from tests.support.random_worlds import (
    Shape,
    World,
    leaves_of_sets,
    random_world,
    warehouse,
)

SHAPES = st.builds(
    Shape,
    seed=st.integers(0, 10**9),
    empty=st.sampled_from([0.0, 0.2, 0.5]),
    coarse=st.sampled_from([0.0, 0.3, 0.7]),
    closed=st.sampled_from([0.0, 0.1, 0.3]),
)
KINDS = "('layer', 'exclusive', 'common', 'total', 'industry', 'combination')"

QUICKLY = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Aggregate:
    """One published aggregate and its bounds."""

    leaves: tuple[str, ...]
    region: str
    measure: str
    low: int
    high: int
    share_low: float | None
    share_high: float | None


def aggregates_of(worlds: Sequence[World]) -> dict[str, list[Aggregate]]:
    """The distinct aggregates of every world, by its name."""
    with warehouse(worlds, ["int_set_bounds"]) as connection:
        leaves = leaves_of_sets(connection)
        rows = connection.execute(f"""
            select taxonomy_id, set_id, region_code, measure,
                   value_low, value_high, share_low, share_high
            from int_set_bounds where set_kind in {KINDS} order by all
        """).fetchall()
    found: dict[str, dict[tuple[object, ...], Aggregate]] = {w.name: {} for w in worlds}
    for name, set_id, region, measure, *numbers in rows:
        members = leaves.get((name, set_id), ())
        found[name][members, region, measure] = Aggregate(members, region, measure, *numbers)
    return {name: list(sets.values()) for name, sets in found.items()}


def assert_sound(world: World, aggregate: Aggregate) -> None:
    """The truth lies within the bounds, and its share within the share's."""
    truth = world.census.total(aggregate.leaves, aggregate.measure)
    value, nation = truth[aggregate.region], truth["00"]
    assert aggregate.low <= value <= aggregate.high, (world.name, aggregate, value)
    if nation:
        assert aggregate.share_low is not None
        assert aggregate.share_high is not None
        share = value / nation
        assert aggregate.share_low <= share + 1e-12, (world.name, aggregate, share)
        assert aggregate.share_high >= share - 1e-12, (world.name, aggregate, share)


@settings(QUICKLY, max_examples=2)
@given(st.lists(SHAPES, min_size=40, max_size=40, unique_by=lambda shape: shape.seed))
def test_the_truth_is_never_outside(shapes: list[Shape]) -> None:
    worlds = [random_world(shape, f"w{i}") for i, shape in enumerate(shapes)]
    aggregates = aggregates_of(worlds)
    for world in worlds:
        for aggregate in aggregates[world.name]:
            assert_sound(world, aggregate)


@settings(QUICKLY, max_examples=2)
@given(st.lists(SHAPES, min_size=9, max_size=9, unique_by=lambda shape: shape.seed))
def test_as_tight_as_linear_programming(shapes: list[Shape]) -> None:
    """At least 99 in 100 aggregates have the bounds that the oracle has; the rest are printed."""
    worlds = [random_world(shape, f"w{i}") for i, shape in enumerate(shapes)]
    aggregates = aggregates_of(worlds)
    count, open_ones, tied, loose = 0, 0, 0, []
    for world in worlds:
        wanted = [a for a in aggregates[world.name] if a.low < a.high]
        count += len(aggregates[world.name])
        open_ones += len(wanted)
        oracle = Oracle(world.published)
        found = oracle.bounds([oracle.objective(a.region, a.leaves, a.measure) for a in wanted])
        for aggregate, (least, greatest) in zip(wanted, found, strict=True):
            told = ("tighter than what the tables say", world.name, aggregate)
            if aggregate.low > least or aggregate.high < greatest:
                # linear programming lets a fraction of an establishment have employees
                objective = oracle.objective(aggregate.region, aggregate.leaves, aggregate.measure)
                low, high = oracle.whole_bounds(objective)
                tied += 1
            else:
                low, high = least, greatest
            assert aggregate.low <= low, (*told, low)
            assert high <= aggregate.high, (*told, high)
            if aggregate.low < least or aggregate.high > greatest:
                loose.append((world.name, aggregate, (least, greatest)))
    print(f"{count} aggregates, {open_ones} not exact, {len(loose)} looser than the oracle")
    print(f"{tied} tighter than linear programming, as whole establishments make them")
    for case in loose:
        print("looser:", *case)
    assert len(loose) <= 0.01 * count


def shares_against_the_oracle(shapes: Sequence[Shape], every: int) -> tuple[int, list[float]]:
    """How many shares were compared, and by how much each end that is not equal is looser.

    Asserts that none is tighter than what the tables say.
    """
    worlds = [random_world(shape, f"w{i}") for i, shape in enumerate(shapes)]
    aggregates = aggregates_of(worlds)
    count, loose = 0, []
    for world in worlds:
        oracle = Oracle(world.published)
        wanted = [
            a
            for a in aggregates[world.name]
            if a.region != "00"
            and a.share_low is not None
            and a.share_high is not None
            and a.share_high - a.share_low > 1e-9
        ][::every]
        for aggregate in wanted:
            part = oracle.objective(aggregate.region, aggregate.leaves, aggregate.measure)
            whole = oracle.objective("00", aggregate.leaves, aggregate.measure)
            least = oracle.least_share(part, whole)
            greatest = -oracle.least_share(-part, whole)
            assert aggregate.share_low is not None
            assert aggregate.share_high is not None
            low, high = least, greatest
            if aggregate.share_low > least + 1e-7 or aggregate.share_high < greatest - 1e-7:
                low, high = oracle.whole_shares(part, whole)
            assert aggregate.share_low <= low + 1e-7, (world.name, aggregate, low)
            assert aggregate.share_high >= high - 1e-7, (world.name, aggregate, high)
            count += 1
            for gap in (least - aggregate.share_low, aggregate.share_high - greatest):
                if gap > 1e-7:
                    loose.append(gap)
                    print("looser:", world.name, aggregate, (least, greatest))
    print(f"{count} shares, {len(loose)} of {2 * count} ends looser than the oracle")
    return count, loose


def test_shares_are_bounded_jointly() -> None:
    """Share bounds are the best possible in nearly all cases; never beyond it."""
    count, loose = shares_against_the_oracle([Shape(s, 0.2, 0.3, 0.1) for s in range(6)], 7)
    assert count > 30
    assert len(loose) <= 0.02 * 2 * count


def test_shares_where_the_nation_is_finer_than_the_provinces() -> None:
    """Numerator and denominator are bounded piece by piece, so that no end is a point looser."""
    shapes = [Shape(s, 0.2, 0.0, 0.1, fine_nation=True) for s in range(6)]
    count, loose = shares_against_the_oracle(shapes, 6)
    assert count > 60
    assert len(loose) <= 0.02 * 2 * count
    assert max(loose, default=0.0) <= 0.01


def test_employees_stand_in_an_establishment() -> None:
    """A set that needs employees beyond one an establishment has an establishment: its ends are exact."""
    worlds = [random_world(Shape(s, 0.2, 0.7, 0.0), f"w{s}") for s in (0, 1)]
    aggregates = aggregates_of(worlds)
    tied = 0
    for world in worlds:
        oracle = Oracle(world.published)
        wanted = [a for a in aggregates[world.name] if a.low < a.high]
        objectives = [oracle.objective(a.region, a.leaves, a.measure) for a in wanted]
        for aggregate, objective, found in zip(
            wanted, objectives, oracle.bounds(objectives), strict=True
        ):
            if (aggregate.low, aggregate.high) != found:
                assert (aggregate.low, aggregate.high) == oracle.whole_bounds(objective)
                tied += 1
    assert tied > 10
