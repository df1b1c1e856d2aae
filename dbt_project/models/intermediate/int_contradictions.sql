-- Published cells of one series and year that contradict each other, one row per cell and measure. If there is one,
-- census_cells_agree reports it, and the models of bounds, which depend on that test, are not built.
-- twice: two sources publish different values of one cell. industries, regions: the child codes or the subregions add
-- up to more than the cell or, where all of them are known, to less. employees: fewer employees than establishments.
-- districts: a city is listed beside its own districts.
-- There is no tolerance: the census publishes counts without rounding and without noise. A year of one snapshot is
-- not checked here: its cells were checked against each other when the snapshot was received.
{% set measures = ['establishments', 'employees'] %}
with years_of_several_snapshots as (
    select series, year from {{ ref('stg_census__slices') }} where has_several_snapshots and {{ in_slice('year') }}
),

cells as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, code.parent_code,
        {% for measure in measures %}
        case when cell.{{ measure }}_status = 'observed' then cell.{{ measure }} end
            as {{ measure }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ ref('stg_census__cells') }} as cell
    inner join years_of_several_snapshots as several on cell.series = several.series and cell.year = several.year
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    where {{ in_slice('cell.year') }}
),

child_counts as (
    select ksic_revision, parent_code, count(*) as parts
    from {{ ref('ksic') }}
    where parent_code is not null
    group by ksic_revision, parent_code
),

sums_of_industries as (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.parent_code as ksic_code,
        max(listed.parts) as parts
        {%- for measure in measures %},
        sum(cell.{{ measure }}) as {{ measure }}, count(cell.{{ measure }}) as {{ measure }}_known
        {%- endfor %}
    from cells as cell
    inner join child_counts as listed
        on cell.ksic_revision = listed.ksic_revision and cell.parent_code = listed.parent_code
    group by cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.parent_code
),

-- the list of districts may be incomplete, so it is not known when all districts of a province are published
known_regions as (
    select
        years.year, region.region_code, region.parent_region_code,
        count(*) over (partition by years.year, region.parent_region_code) as parts
    from (select distinct year from years_of_several_snapshots) as years
    inner join {{ ref('regions') }} as region
        on {{ exists_at_end_of('years.year', 'region') }}
    where region.parent_region_code is not null
    union all
    select distinct year, region_code, substr(region_code, 1, 2), cast(null as bigint)
    from cells
    where length(region_code) = 5
),

sums_of_regions as (
    select
        cell.series, cell.year, region.parent_region_code as region_code, cell.ksic_revision, cell.ksic_code,
        max(region.parts) as parts
        {%- for measure in measures %},
        sum(cell.{{ measure }}) as {{ measure }}, count(cell.{{ measure }}) as {{ measure }}_known
        {%- endfor %}
    from cells as cell
    inner join known_regions as region on cell.year = region.year and cell.region_code = region.region_code
    group by cell.series, cell.year, region.parent_region_code, cell.ksic_revision, cell.ksic_code
)

select
    'twice' as kind, cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code,
    cell.measure, max(cell.value) as value, min(cell.value) as other_value
from {{ source('staged', 'census_cells') }} as cell
inner join years_of_several_snapshots as several on cell.series = several.series and cell.year = several.year
where cell.status = 'observed' and {{ in_slice('cell.year') }}
group by cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.measure
having min(cell.value) < max(cell.value)
{% for measure in measures %}
{% for kind in ['industries', 'regions'] %}
union all
select
    '{{ kind }}', parent.series, parent.year, parent.region_code, parent.ksic_revision, parent.ksic_code,
    '{{ measure }}', parent.{{ measure }}, cast(sums.{{ measure }} as bigint)
from cells as parent
inner join sums_of_{{ kind }} as sums
    on
        parent.series = sums.series and parent.year = sums.year and parent.region_code = sums.region_code
        and parent.ksic_revision = sums.ksic_revision and parent.ksic_code = sums.ksic_code
where
    sums.{{ measure }} > parent.{{ measure }}
    or (sums.{{ measure }} < parent.{{ measure }} and sums.{{ measure }}_known = sums.parts)
{% endfor %}
{% endfor %}
union all
select
    'employees', series, year, region_code, ksic_revision, ksic_code, 'employees', employees, establishments
from cells
where employees < establishments
union all
select
    'districts', city.series, city.year, city.region_code, city.ksic_revision, city.ksic_code,
    'establishments', city.establishments as value, part.establishments as other_value
from cells as city
inner join cells as part
    on
        city.series = part.series and city.year = part.year and city.ksic_revision = part.ksic_revision
        and city.ksic_code = part.ksic_code and city.region_code = concat(substr(part.region_code, 1, 4), '0')
where length(part.region_code) = 5 and city.region_code <> part.region_code
