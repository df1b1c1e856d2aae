-- Published cells of one series and year that cannot all be true, one row a cell and measure. Where there is one,
-- nothing is built on the cells: a test says which it is, and the models of bounds come after it.
-- twice: two sources count one cell differently. industries, regions: the cells below add up to more than it, or,
-- where all of them are known, to less. employees: fewer of them than establishments.
-- There is no tolerance: the census publishes counts, without rounding and without noise. A year of one snapshot is
-- not looked at: its cells were checked against each other when it arrived.
{% set measures = ['establishments', 'employees'] %}
with several as (
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
    inner join several on cell.series = several.series and cell.year = several.year
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    where {{ in_slice('cell.year') }}
),

all_industries as (
    select ksic_revision, parent_code, count(*) as parts
    from {{ ref('ksic') }}
    where parent_code is not null
    group by ksic_revision, parent_code
),

below_industries as (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.parent_code as ksic_code,
        max(listed.parts) as parts
        {%- for measure in measures %},
        sum(cell.{{ measure }}) as {{ measure }}, count(cell.{{ measure }}) as {{ measure }}_known
        {%- endfor %}
    from cells as cell
    inner join all_industries as listed
        on cell.ksic_revision = listed.ksic_revision and cell.parent_code = listed.parent_code
    group by cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.parent_code
),

-- districts have no list of their own, so that nobody knows when all of them are there
known_regions as (
    select
        years.year, region.region_code, region.parent_region_code,
        count(*) over (partition by years.year, region.parent_region_code) as parts
    from (select distinct year from several) as years
    inner join {{ ref('regions') }} as region
        on {{ exists_at_end_of('years.year', 'region') }}
    where region.parent_region_code is not null
    union all
    select distinct year, region_code, substr(region_code, 1, 2), cast(null as bigint)
    from cells
    where length(region_code) = 5
),

below_regions as (
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
inner join several on cell.series = several.series and cell.year = several.year
where cell.status = 'observed' and {{ in_slice('cell.year') }}
group by cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.measure
having min(cell.value) < max(cell.value)
{% for measure in measures %}
{% for kind in ['industries', 'regions'] %}
union all
select
    '{{ kind }}', whole.series, whole.year, whole.region_code, whole.ksic_revision, whole.ksic_code,
    '{{ measure }}', whole.{{ measure }}, cast(below.{{ measure }} as bigint)
from cells as whole
inner join below_{{ kind }} as below
    on
        whole.series = below.series and whole.year = below.year and whole.region_code = below.region_code
        and whole.ksic_revision = below.ksic_revision and whole.ksic_code = below.ksic_code
where
    below.{{ measure }} > whole.{{ measure }}
    or (below.{{ measure }} < whole.{{ measure }} and below.{{ measure }}_known = below.parts)
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
