-- Every cell of the classification and the regions that the data reach, published or not, with the least and
-- the greatest number of establishments (e_lo, e_hi) and employees (w_lo, w_hi) that all published cells of
-- the same year together allow. Employees are taken apart into one for each establishment and those beyond
-- (x_lo, x_hi): nothing that is published ties the two, so that each is bounded by itself.
-- A cell has a number, and names by it the cell of the code above in the same region (above_id) and the cell
-- of the same code in the region above (whole_id).
-- Nothing is bounded before it is known that the cells agree:
-- depends_on: {{ ref('int_contradictions') }}
with listed as {{ once() }} (
    select
        slice.slice_id, cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code,
        case when cell.establishments_status = 'observed' then cell.establishments end as establishments,
        case when cell.employees_status = 'observed' then cell.employees end as employees,
        cell.establishments_status = 'observed' as has_establishments,
        cell.employees_status in ('observed', 'suppressed') as has_employees,
        cell.employees_status = 'suppressed' as is_closed
    from {{ ref('stg_census__cells') }} as cell
    inner join {{ ref('stg_census__slices') }} as slice on cell.series = slice.series and cell.year = slice.year
    where {{ in_slice('cell.year') }}
),

reached as (
    select distinct listed.slice_id, listed.ksic_revision, code.parent_code
    from (select distinct slice_id, ksic_revision, ksic_code from listed) as listed
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on listed.ksic_revision = tree.ksic_revision and listed.ksic_code = tree.ksic_code
    inner join {{ ref('ksic') }} as code
        on tree.ksic_revision = code.ksic_revision and tree.ancestor_code = code.ksic_code
),

-- with a code come its siblings, so that children always make up their parent
codes as {{ once() }} (
    select
        reached.slice_id, reached.ksic_revision, code.ksic_code, code.parent_code,
        row_number() over (partition by reached.slice_id order by code.ksic_code) as code_id
    from reached
    inner join {{ ref('ksic') }} as code
        on
            reached.ksic_revision = code.ksic_revision
            and coalesce(reached.parent_code, '') = coalesce(code.parent_code, '')
),

known_regions as (
    select slices.slice_id, region.region_code, region.parent_region_code, true as regions_complete
    from (select distinct slice_id, year from listed) as slices
    inner join {{ ref('regions') }} as region
        on {{ exists_at_end_of('slices.year', 'region') }}
    union all
    -- districts have no list of their own: they never add up to more than their province
    select distinct slice_id, region_code, substr(region_code, 1, 2), false
    from listed
    where length(region_code) = 5
),

regions as {{ once() }} (
    select *, row_number() over (partition by slice_id order by region_code) as region_id from known_regions
),

cells as {{ once() }} (
    select
        {{ cell_id('codes.slice_id', 'regions.region_id', 'codes.code_id') }} as cell_id,
        {{ cell_id('codes.slice_id', 'regions.region_id', 'above.code_id') }} as above_id,
        {{ cell_id('codes.slice_id', 'whole.region_id', 'codes.code_id') }} as whole_id,
        slice.series, slice.year, codes.ksic_revision, regions.region_code, codes.ksic_code, codes.parent_code,
        regions.parent_region_code, regions.regions_complete,
        listed.establishments, listed.employees,
        listed.ksic_code is not null as is_named,
        coalesce(listed.has_establishments or listed.has_employees, false) as is_listed,
        coalesce(listed.has_establishments, false) as has_establishments,
        coalesce(listed.has_employees, false) as has_employees,
        coalesce(listed.is_closed, false) as is_closed
    from codes
    inner join regions on codes.slice_id = regions.slice_id
    inner join {{ ref('stg_census__slices') }} as slice on codes.slice_id = slice.slice_id
    left join codes as above on codes.slice_id = above.slice_id and codes.parent_code = above.ksic_code
    left join regions as whole
        on regions.slice_id = whole.slice_id and regions.parent_region_code = whole.region_code
    left join listed
        on
            codes.slice_id = listed.slice_id
            and regions.region_code = listed.region_code and codes.ksic_code = listed.ksic_code
),

round_0 as {{ once() }} (
    select
        cell_id, above_id, whole_id, regions_complete,
        coalesce(establishments, 0) as e_lo,
        coalesce(establishments, employees, {{ unbounded() }}) as e_hi,
        coalesce(employees - establishments, 0) as x_lo,
        coalesce(employees - coalesce(establishments, 0), {{ unbounded() }}) as x_hi
    from cells
),

{% set rounds = var('bound_rounds') | int %}
{% for round in range(rounds) %}
{{ bound_round('round_' ~ round, 'round_' ~ (round + 1)) }}{{ "," if not loop.last }}
{% endfor %}

select
    cell.cell_id, cell.above_id, cell.whole_id,
    cell.series, cell.year, cell.ksic_revision, cell.region_code, cell.ksic_code, cell.parent_code,
    cell.parent_region_code, cell.regions_complete, cell.is_named, cell.is_listed, cell.has_establishments,
    cell.has_employees,
    cell.is_closed,
    final.e_lo, final.e_hi, final.x_lo, final.x_hi,
    coalesce(cell.employees, final.e_lo + final.x_lo) as w_lo,
    coalesce(cell.employees, final.e_hi + final.x_hi) as w_hi,
    final.e_lo = earlier.e_lo and final.e_hi = earlier.e_hi
    and final.x_lo = earlier.x_lo and final.x_hi = earlier.x_hi as is_settled
from cells as cell
inner join round_{{ rounds }} as final on cell.cell_id = final.cell_id
inner join round_{{ rounds - 1 }} as earlier on cell.cell_id = earlier.cell_id
