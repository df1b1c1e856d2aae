-- Every cell of the classification and the regions in the data, published or not, with the least and the greatest
-- number of establishments (e_lo, e_hi) and employees (w_lo, w_hi) that all published cells of the same year together
-- allow. Employees are split into one per establishment and the excess (x_lo, x_hi): no published value relates the
-- two, so each is bounded separately.
-- Each cell has a number, and refers to the cell of its parent code in the same region (parent_code_cell_id) and to
-- the cell of the same code in the parent region (parent_region_cell_id).
-- Bounds are computed after the test that the published cells agree:
-- depends_on: {{ ref('int_contradictions') }}
with listed as {{ once() }} (
    select
        slice.slice_id, cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code,
        case when cell.establishments_status = 'observed' then cell.establishments end as establishments,
        case when cell.employees_status = 'observed' then cell.employees end as employees,
        cell.establishments_status = 'observed' as has_establishments,
        cell.employees_status in ('observed', 'suppressed') as has_employees,
        cell.employees_status = 'suppressed' as is_suppressed_by_agency
    from {{ ref('stg_census__cells') }} as cell
    inner join {{ ref('stg_census__slices') }} as slice on cell.series = slice.series and cell.year = slice.year
    where {{ in_slice('cell.year') }}
),

parents as (
    select distinct listed.slice_id, listed.ksic_revision, code.parent_code
    from (select distinct slice_id, ksic_revision, ksic_code from listed) as listed
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on listed.ksic_revision = tree.ksic_revision and listed.ksic_code = tree.ksic_code
    inner join {{ ref('ksic') }} as code
        on tree.ksic_revision = code.ksic_revision and tree.ancestor_code = code.ksic_code
),

-- the sibling codes are included, so that child codes always add up to their parent
codes as {{ once() }} (
    select
        parents.slice_id, parents.ksic_revision, code.ksic_code, code.parent_code,
        row_number() over (partition by parents.slice_id order by code.ksic_code) as code_id
    from parents
    inner join {{ ref('ksic') }} as code
        on
            parents.ksic_revision = code.ksic_revision
            and coalesce(parents.parent_code, '') = coalesce(code.parent_code, '')
),

known_regions as (
    select slices.slice_id, region.region_code, region.parent_region_code, true as regions_complete
    from (select distinct slice_id, year from listed) as slices
    inner join {{ ref('regions') }} as region
        on {{ exists_at_end_of('slices.year', 'region') }}
    union all
    -- the list of districts may be incomplete: their sum is at most the value of the province
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
        {{ cell_id('codes.slice_id', 'regions.region_id', 'parent_code.code_id') }} as parent_code_cell_id,
        {{ cell_id('codes.slice_id', 'parent_region.region_id', 'codes.code_id') }} as parent_region_cell_id,
        slice.series, slice.year, codes.ksic_revision, regions.region_code, codes.ksic_code, codes.parent_code,
        regions.parent_region_code, regions.regions_complete,
        listed.establishments, listed.employees,
        listed.ksic_code is not null as is_named,
        coalesce(listed.has_establishments or listed.has_employees, false) as is_listed,
        coalesce(listed.has_establishments, false) as has_establishments,
        coalesce(listed.has_employees, false) as has_employees,
        coalesce(listed.is_suppressed_by_agency, false) as is_suppressed_by_agency
    from codes
    inner join regions on codes.slice_id = regions.slice_id
    inner join {{ ref('stg_census__slices') }} as slice on codes.slice_id = slice.slice_id
    left join codes as parent_code
        on codes.slice_id = parent_code.slice_id and codes.parent_code = parent_code.ksic_code
    left join regions as parent_region
        on regions.slice_id = parent_region.slice_id and regions.parent_region_code = parent_region.region_code
    left join listed
        on
            codes.slice_id = listed.slice_id
            and regions.region_code = listed.region_code and codes.ksic_code = listed.ksic_code
),

bounded as {{ once() }} (
    select *, e_lo = e_hi and x_lo = x_hi and x_lo >= 0 and (e_lo > 0 or x_lo = 0) as is_closed
    from (
        select
            cell_id, parent_code_cell_id, parent_region_cell_id, regions_complete,
            coalesce(establishments, 0) as e_lo,
            coalesce(establishments, employees, {{ unbounded() }}) as e_hi,
            coalesce(employees - establishments, 0) as x_lo,
            coalesce(employees - coalesce(establishments, 0), {{ unbounded() }}) as x_hi
        from cells
    ) as start
),

-- A closed cell, of which both values are published, counts in its families and is not tightened itself. Closed cells
-- do not contradict each other: that was tested before.
families_by_code as {{ once() }} ({{ open_families('bounded', 'parent_code_cell_id') }}),

families_by_region as {{ once() }} ({{ open_families('bounded', 'parent_region_cell_id') }}),

round_0 as {{ once() }} (
    select cell_id, parent_code_cell_id, parent_region_cell_id, regions_complete, e_lo, e_hi, x_lo, x_hi
    from bounded
    where not is_closed
),

{% set rounds = var('bound_rounds') | int %}
{% for round in range(rounds) %}
{{ tightening_round('round_' ~ round, 'round_' ~ (round + 1)) }},
{% endfor %}

-- where bounds cross, those of the closed cells above cross too: a message can then name a published cell
crossed as (
    select parent_code_cell_id, parent_region_cell_id from round_{{ rounds }}
    where e_lo > e_hi or x_lo > x_hi
),

closed_above_crossed as {{ once() }} (
    select bounded.*
    from bounded
    inner join (
        select parent_code_cell_id as cell_id from crossed
        union
        select parent_region_cell_id from crossed
    ) as parents on bounded.cell_id = parents.cell_id
    where bounded.is_closed
),

final_cells as (
    {{ tightened_cells('closed_above_crossed', 'round_' ~ (rounds - 1)) }}
    union all
    select * from round_{{ rounds }}
),

finals as (
    select
        own.cell_id,
        {% for end in ['e_lo', 'e_hi', 'x_lo', 'x_hi'] %}
        coalesce(final.{{ end }}, own.{{ end }}) as {{ end }},
        {% endfor %}
        own.is_closed or (
            final.e_lo = earlier.e_lo and final.e_hi = earlier.e_hi
            and final.x_lo = earlier.x_lo and final.x_hi = earlier.x_hi
        ) as has_converged
    from bounded as own
    left join final_cells as final on own.cell_id = final.cell_id
    left join round_{{ rounds - 1 }} as earlier on own.cell_id = earlier.cell_id
)

select
    cell.cell_id, cell.parent_code_cell_id, cell.parent_region_cell_id,
    cell.series, cell.year, cell.ksic_revision, cell.region_code, cell.ksic_code, cell.parent_code,
    cell.parent_region_code, cell.regions_complete, cell.is_named, cell.is_listed, cell.has_establishments,
    cell.has_employees,
    cell.is_suppressed_by_agency,
    final.e_lo, final.e_hi, final.x_lo, final.x_hi,
    coalesce(cell.employees, final.e_lo + final.x_lo) as w_lo,
    coalesce(cell.employees, final.e_hi + final.x_hi) as w_hi,
    final.has_converged
from cells as cell
inner join finals as final on cell.cell_id = final.cell_id
