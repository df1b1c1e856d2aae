-- Every cell of the classification and the regions that the data reach, published or not, with the least and
-- the greatest number of establishments (e_lo, e_hi) and employees (w_lo, w_hi) that all published cells of
-- the same year together allow. Employees are taken apart into one for each establishment and those beyond
-- (x_lo, x_hi): nothing that is published ties the two, so that each is bounded by itself.
with listed as {{ once() }} (
    select
        series, year, region_code, ksic_revision, ksic_code,
        case when establishments_status = 'observed' then establishments end as establishments,
        case when employees_status = 'observed' then employees end as employees
    from {{ ref('stg_census__cells') }}
    where establishments_status = 'observed' or employees_status in ('observed', 'suppressed')
),

reached as (
    select distinct listed.series, listed.year, listed.ksic_revision, code.parent_code
    from (select distinct series, year, ksic_revision, ksic_code from listed) as listed
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on listed.ksic_revision = tree.ksic_revision and listed.ksic_code = tree.ksic_code
    inner join {{ ref('ksic') }} as code
        on tree.ksic_revision = code.ksic_revision and tree.ancestor_code = code.ksic_code
),

-- with a code come its siblings, so that children always make up their parent
codes as {{ once() }} (
    select reached.series, reached.year, reached.ksic_revision, code.ksic_code, code.parent_code
    from reached
    inner join {{ ref('ksic') }} as code
        on
            reached.ksic_revision = code.ksic_revision
            and coalesce(reached.parent_code, '') = coalesce(code.parent_code, '')
),

regions as {{ once() }} (
    select slices.series, slices.year, region.region_code, region.parent_region_code, true as regions_complete
    from (select distinct series, year from listed) as slices
    inner join {{ ref('regions') }} as region
        on
            slices.year >= coalesce(extract(year from region.valid_from), 0)
            and slices.year <= coalesce(extract(year from region.valid_to), 9999)
    union all
    -- districts have no list of their own: they never add up to more than their province
    select distinct series, year, region_code, substr(region_code, 1, 2), false
    from listed
    where length(region_code) = 5
),

initial as {{ once() }} (
    select
        codes.series, codes.year, codes.ksic_revision, regions.region_code, codes.ksic_code,
        codes.parent_code, regions.parent_region_code, regions.regions_complete,
        coalesce(listed.establishments, 0) as e_lo,
        coalesce(listed.establishments, listed.employees, {{ unbounded() }}) as e_hi,
        coalesce(listed.employees - listed.establishments, 0) as x_lo,
        coalesce(listed.employees - coalesce(listed.establishments, 0), {{ unbounded() }}) as x_hi
    from codes
    inner join regions on codes.series = regions.series and codes.year = regions.year
    left join listed
        on
            codes.series = listed.series and codes.year = listed.year
            and regions.region_code = listed.region_code and codes.ksic_code = listed.ksic_code
),

{% set rounds = var('bound_rounds') | int %}
{% for round in range(rounds) %}
{{ bound_round('initial' if loop.first else 'round_' ~ loop.index0, 'round_' ~ loop.index) }}{{ "," if not loop.last }}
{% endfor %}

select
    cell.series, cell.year, cell.ksic_revision, cell.region_code, cell.ksic_code, cell.parent_code,
    cell.parent_region_code, cell.regions_complete,
    cell.e_lo, cell.e_hi, cell.x_lo, cell.x_hi,
    coalesce(listed.employees, cell.e_lo + cell.x_lo) as w_lo,
    coalesce(listed.employees, cell.e_hi + cell.x_hi) as w_hi
from round_{{ rounds }} as cell
left join listed
    on
        cell.series = listed.series and cell.year = listed.year
        and cell.region_code = listed.region_code and cell.ksic_code = listed.ksic_code
