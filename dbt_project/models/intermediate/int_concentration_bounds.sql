-- Least and greatest sum of squared division shares of a region (HHI). Undisclosed shares are within their bounds, and
-- their sum is at least room_low and at most room_high. In a year without a suppressed cell (is_unsuppressed) both are
-- 1 less the disclosed shares. Otherwise room_high is 1, because that difference would give the suppressed cell away.
-- For any multiplier m >= 0 the sum of squares is at least sum(min(s^2 - m s)) + m room_low and at most
-- sum(max(s^2 - m s)) + m room_high, the inner extremes taken within each cell's bounds (Lagrange duality, Boyd and
-- Vandenberghe 2004, 5.1). So a multiplier can make the bounds loose, never wrong. The least value is reached where all
-- shares are as close to one level (m = 2 level) as their bounds allow; the greatest is bounded at m = low + high of a
-- cell.
{% set region = 'series, year, region_code, measure' %}
with shares as {{ once() }} (
    select {{ region }}, is_unsuppressed, is_disclosed, share_low, share_high
    from {{ ref('int_division_shares') }}
    where {{ in_slice('year') }}
),

regions as {{ once() }} (
    select
        {{ region }}, is_unsuppressed,
        {{ exact_sum('case when is_disclosed then share_low * share_low else 0.0 end') }} as disclosed_squares,
        {{ exact_sum('case when is_disclosed then share_low else 0.0 end') }} as disclosed,
        {{ exact_sum('case when is_disclosed then 0.0 else share_low end') }} as smallest
    from shares
    group by {{ region }}, is_unsuppressed
),

undisclosed as {{ once() }} (
    select
        shares.series, shares.year, shares.region_code, shares.measure, shares.share_low, shares.share_high,
        case when regions.is_unsuppressed then 1 - regions.disclosed else regions.smallest end as room_low,
        case when regions.is_unsuppressed then 1 - regions.disclosed else 1.0 end as room_high
    from shares
    inner join regions
        on
            shares.series = regions.series and shares.year = regions.year
            and shares.region_code = regions.region_code and shares.measure = regions.measure
    where not shares.is_disclosed
),

-- the level is between two ends of intervals: at the lower end the sum of the shares is still below room_low
ends as (
    select {{ region }}, share_low as level from undisclosed
    union
    select {{ region }}, share_high from undisclosed
),

sums_at_ends as (
    select
        ends.series, ends.year, ends.region_code, ends.measure, ends.level, cell.room_low,
        {{ exact_sum('least(greatest(ends.level, cell.share_low), cell.share_high)') }} as share_sum,
        sum(case when cell.share_low <= ends.level and ends.level < cell.share_high then 1 else 0 end) as shares_between
    from ends
    inner join undisclosed as cell
        on
            ends.series = cell.series and ends.year = cell.year
            and ends.region_code = cell.region_code and ends.measure = cell.measure
    group by ends.series, ends.year, ends.region_code, ends.measure, ends.level, cell.room_low
),

levels as (
    select {{ region }}, level + (room_low - share_sum) / nullif(shares_between, 0) as level
    from sums_at_ends
    where shares_between > 0 and share_sum <= room_low
    union
    select distinct {{ region }}, 0.0 from undisclosed
),

least_at as (
    select
        levels.series, levels.year, levels.region_code, levels.measure, levels.level,
        {{ exact_sum(
            'least(greatest(levels.level, cell.share_low), cell.share_high)'
            ~ ' * (least(greatest(levels.level, cell.share_low), cell.share_high) - 2 * levels.level)'
        ) }} + 2 * levels.level * max(cell.room_low) as squares
    from levels
    inner join undisclosed as cell
        on
            levels.series = cell.series and levels.year = cell.year
            and levels.region_code = cell.region_code and levels.measure = cell.measure
    group by levels.series, levels.year, levels.region_code, levels.measure, levels.level
),

multipliers as (
    select {{ region }}, share_low + share_high as multiplier from undisclosed
    union
    select distinct {{ region }}, 0.0 from undisclosed
),

greatest_at as (
    select
        multipliers.series, multipliers.year, multipliers.region_code, multipliers.measure, multipliers.multiplier,
        {{ exact_sum(
            'greatest(cell.share_low * (cell.share_low - multipliers.multiplier),'
            ~ ' cell.share_high * (cell.share_high - multipliers.multiplier))'
        ) }} + multipliers.multiplier * max(cell.room_high) as squares
    from multipliers
    inner join undisclosed as cell
        on
            multipliers.series = cell.series and multipliers.year = cell.year
            and multipliers.region_code = cell.region_code and multipliers.measure = cell.measure
    group by
        multipliers.series, multipliers.year, multipliers.region_code, multipliers.measure, multipliers.multiplier
),

lows as (
    select {{ region }}, max(squares) as squares from least_at
    group by {{ region }}
),

highs as (
    select {{ region }}, min(squares) as squares from greatest_at
    group by {{ region }}
)

select
    regions.series, regions.year, regions.region_code, regions.measure,
    regions.disclosed_squares + coalesce(lows.squares, 0.0) as hhi_low,
    greatest(
        regions.disclosed_squares + coalesce(lows.squares, 0.0),
        least(1.0, regions.disclosed_squares + coalesce(highs.squares, 0.0))
    ) as hhi_high
from regions
left join lows
    on
        regions.series = lows.series and regions.year = lows.year
        and regions.region_code = lows.region_code and regions.measure = lows.measure
left join highs
    on
        regions.series = highs.series and regions.year = highs.year
        and regions.region_code = highs.region_code and regions.measure = highs.measure
