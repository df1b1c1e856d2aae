-- The known sums that estimates distribute, one row a group: the published cell (or what its published parts leave of
-- it), the region, and the depth of the codes that share it. Experiment `release` has what the census leaves open: the
-- cells where the data end. The other experiments hide a level that is known, to measure the error: each has every
-- association that may be used or was considered. Where the nation has the level, every province is tested
-- (is_of_nation); five digits of other regions are tested region by region, as of a city whose workbook was dropped. A
-- district is not tested where its province is: it has the pension figures of the province, and no estimate of its own.
-- A group with is_stand_in has no value that may be used: its employees are suppressed (or what is left over for it
-- holds a suppressed cell, or nothing is known). The establishments, which are published, times the nation's employees
-- per establishment stand in for it, as structure for another year only.
{% set measures = ['establishments', 'employees'] %}
with cells as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.depth, cell.measure,
        cell.value, cell.status
    from {{ ref('int_cells') }} as cell
    where length(cell.region_code) = 2
),

reached as {{ once() }} (
    select distinct cells.series, cells.year, cells.ksic_revision, cells.ksic_code, cells.depth, code.parent_code
    from cells
    inner join {{ ref('ksic') }} as code
        on cells.ksic_revision = code.ksic_revision and cells.ksic_code = code.ksic_code
    where cells.region_code = '00'
),

-- where the data end
ends as {{ once() }} (
    select own.series, own.year, own.ksic_revision, own.ksic_code, own.depth
    from reached as own
    left join (select distinct series, year, parent_code from reached) as below
        on own.series = below.series and own.year = below.year and own.ksic_code = below.parent_code
    where below.parent_code is null
),

-- the finest depth at which most establishments of the provinces are known
depths as (
    select known.series, known.year, max(known.depth) as depth
    from (
        select series, year, depth, sum(value) as value from cells
        where region_code <> '00' and measure = 'establishments'
        group by series, year, depth
    ) as known
    inner join (
        select series, year, sum(value) as value from cells
        where region_code <> '00' and measure = 'establishments' and depth = 0
        group by series, year
    ) as whole on known.series = whole.series and known.year = whole.year
    where known.value * 2 > whole.value
    group by known.series, known.year
),

-- the nearest other year whose data end at finer codes
finer_years as (
    select
        own.series, own.year, other.year as reference_year,
        row_number() over (
            partition by own.series, own.year order by abs(own.year - other.year), other.year desc
        ) as precedence
    from depths as own
    inner join depths as other on own.series = other.series and own.depth < other.depth
),

end_cells as {{ once() }} (
    select cells.*
    from cells
    inner join ends as code
        on cells.series = code.series and cells.year = code.year and cells.ksic_code = code.ksic_code
    where cells.region_code <> '00'
),

-- a cell of which only bounds are known shares the nearest sum above it with the others like it
above_unknown as (
    select
        cell.series, cell.year, cell.region_code, cell.measure, cell.ksic_code, above.ksic_code as group_code,
        above.value,
        row_number() over (
            partition by cell.series, cell.year, cell.region_code, cell.measure, cell.ksic_code
            order by above.depth desc
        ) as precedence
    from end_cells as cell
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on cell.ksic_revision = tree.ksic_revision and cell.ksic_code = tree.ksic_code
    inner join cells as above
        on
            cell.series = above.series and cell.year = above.year and cell.region_code = above.region_code
            and cell.measure = above.measure and tree.ancestor_code = above.ksic_code
            and above.value is not null
    where cell.status = 'unknown' and above.depth < cell.depth
),

shared_sums as (
    select distinct series, year, region_code, measure, group_code, value from above_unknown
    where precedence = 1
),

left_over as (
    select
        own.series, own.year, own.region_code, own.measure, own.group_code,
        max(own.value) - coalesce(sum(part.value), 0) as value,
        sum(case when part.status = 'suppressed' then 1 else 0 end) as suppressed
    from shared_sums as own
    inner join {{ ref('int_ksic_ancestors') }} as tree on own.group_code = tree.ancestor_code
    inner join end_cells as part
        on
            own.series = part.series and own.year = part.year and own.region_code = part.region_code
            and own.measure = part.measure and tree.ksic_revision = part.ksic_revision
            and tree.ksic_code = part.ksic_code
    group by own.series, own.year, own.region_code, own.measure, own.group_code
),

national as (
    select series, year, ksic_code,
        max(case when measure = 'employees' then value end) * 1e0
        / nullif(max(case when measure = 'establishments' then value end), 0) as size
    from cells
    where region_code = '00'
    group by series, year, ksic_code
),

released as (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.measure,
        cell.ksic_code as group_code, cell.ksic_code as end_code,
        coalesce(cell.value * 1e0, places.value * national.size) as value,
        cell.value is null as is_stand_in
    from end_cells as cell
    left join end_cells as places
        on
            cell.series = places.series and cell.year = places.year and cell.region_code = places.region_code
            and cell.ksic_code = places.ksic_code and places.measure = 'establishments'
    left join national
        on cell.series = national.series and cell.year = national.year and cell.ksic_code = national.ksic_code
    where cell.status <> 'unknown'
    union all
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.measure,
        coalesce(above.group_code, cell.ksic_code), cell.ksic_code,
        case when left_over.suppressed = 0 then left_over.value * 1e0 end,
        coalesce(left_over.suppressed, 1) > 0
    from end_cells as cell
    left join above_unknown as above
        on
            cell.series = above.series and cell.year = above.year and cell.region_code = above.region_code
            and cell.measure = above.measure and cell.ksic_code = above.ksic_code and above.precedence = 1
    left join left_over
        on
            above.series = left_over.series and above.year = left_over.year
            and above.region_code = left_over.region_code and above.measure = left_over.measure
            and above.group_code = left_over.group_code
    where cell.status = 'unknown'
),

national_years as (
    select distinct series, year, ksic_revision, depth
    from cells
    where region_code = '00' and status = 'observed'
),

-- levels that a province publishes, too: others have no truth to hide
levels_of_provinces as (
    select nation.series, nation.year, nation.ksic_revision, nation.depth
    from national_years as nation
    inner join (
        select distinct series, year, depth
        from cells
        where region_code <> '00' and status = 'observed'
    ) as province
        on nation.series = province.series and nation.year = province.year and nation.depth = province.depth
),

leaves as {{ once() }} (
    select distinct series, year, ksic_revision, region_code
    from {{ ref('int_cells') }}
    where depth = 5 and status = 'observed' and region_code <> '00'
),

-- regions with five digits of their own: provinces where the nation has none, districts where the province has none
regions_with_leaves as (
    select own.*
    from leaves as own
    left join national_years as nation
        on own.series = nation.series and own.year = nation.year and nation.depth = 5
    left join leaves as province
        on
            own.series = province.series and own.year = province.year
            and substr(own.region_code, 1, 2) = province.region_code
            and own.region_code <> province.region_code
    where (length(own.region_code) > 2 or nation.year is null) and province.region_code is null
),

tested_regions as (
    select distinct '00' as scope, region_code from cells
    where region_code <> '00'
    union all
    select distinct region_code as scope, region_code from regions_with_leaves
),

{# what is hidden below what: divisions below sections, five digits below divisions #}
{% set hidden = [('divisions_below_sections', 1, 2), ('leaves_below_divisions', 2, 5)] %}
tested_years as (
    {% for experiment, group_depth, unit_depth in hidden %}
    select
        '{{ experiment }}' as experiment, {{ group_depth }} as group_depth, {{ unit_depth }} as unit_depth,
        '00' as scope, series, year, ksic_revision, first_year,
        row_number() over (partition by series order by year desc) as recency
    from (
        select series, year, ksic_revision, min(year) over (partition by series, ksic_revision) as first_year
        from levels_of_provinces
        where depth = {{ unit_depth }}
    ) as years
    union all
    {% endfor %}
    select
        'leaves_below_divisions', 2, 5, region_code, series, year, ksic_revision,
        min(year) over (partition by series, ksic_revision, region_code),
        row_number() over (partition by series, region_code order by year desc)
    from regions_with_leaves
),

-- every association of an experiment; an earlier census is one only where there is an earlier year of the same KSIC
-- revision
associations as (
    {% for name in ['none', 'pension_nation', 'pension_region', 'pension'] %}
    select
        experiment, group_depth, unit_depth, scope, series, year, recency,
        '{{ name }}' as association, cast(null as integer) as reference_year
    from tested_years
    where recency <= {{ var('estimate_test_years') }}
    union all
    {% endfor %}
    select
        own.experiment, own.group_depth, own.unit_depth, own.scope, own.series, own.year, own.recency,
        'census' as association, other.year as reference_year
    from tested_years as own
    inner join tested_years as other
        on
            own.experiment = other.experiment and own.scope = other.scope and own.series = other.series
            and own.ksic_revision = other.ksic_revision and own.year > other.year
            and (own.first_year = other.year or own.year - 1 = other.year)
    where own.recency <= {{ var('estimate_test_years') }}
)

select
    dense_rank() over (
        order by experiment, association, reference_year, series, year, region_code, measure, group_code
    ) as sum_id,
    dense_rank() over (order by experiment, association, reference_year, series, year, measure) as test_id,
    *
from (
    select
        'release' as experiment, case when finer_years.year is null then 'pension' else 'census' end as association,
        finer_years.reference_year, released.series, released.year, released.region_code, released.ksic_revision,
        released.measure, released.group_code, released.end_code, released.value, released.is_stand_in, 5 as unit_depth,
        true as is_of_nation
    from released
    left join finer_years
        on released.series = finer_years.series and released.year = finer_years.year and finer_years.precedence = 1
    union all
    select
        associations.experiment, associations.association, associations.reference_year,
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.measure,
        cell.ksic_code as group_code, cell.ksic_code as end_code, cell.value * 1e0, false, associations.unit_depth,
        associations.scope = '00'
    from associations
    inner join tested_regions as region on associations.scope = region.scope
    inner join {{ ref('int_cells') }} as cell
        on
            associations.series = cell.series and associations.year = cell.year
            and region.region_code = cell.region_code and associations.group_depth = cell.depth
    where cell.value > 0
    union all
    -- the same with the divisions of the nation known, of the two latest years
    select
        'divisions_of_known_nation', associations.association, associations.reference_year,
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.measure,
        cell.ksic_code as group_code, code.ksic_code as end_code, cell.value * 1e0, false, associations.unit_depth, true
    from associations
    inner join cells as cell
        on
            associations.series = cell.series and associations.year = cell.year
            and associations.group_depth = cell.depth
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.parent_code
    where
        associations.experiment = 'divisions_below_sections' and associations.recency <= 2
        and cell.region_code <> '00' and cell.value > 0
        and (
            associations.association in ('none', 'pension')
            or (associations.association = 'census' and associations.reference_year = associations.year - 1)
        )
) as known_sums
