-- The cells that a set touches, in every region and year, with the sums over all children of each.
with families as (
    select
        series, year, region_code, parent_code,
        cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
        cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi
    from {{ ref('int_cell_bounds') }}
    where parent_code is not null
    group by series, year, region_code, parent_code
)

select
    node.taxonomy_id, node.set_id, node.depth, node.is_full,
    family.parent_code is null as is_terminal,
    cell.series, cell.year, cell.region_code, cell.ksic_code, cell.parent_code,
    cell.parent_region_code, cell.regions_complete,
    cell.e_lo, cell.e_hi, cell.x_lo, cell.x_hi, cell.w_hi,
    family.e_lo as f_e_lo, family.e_hi as f_e_hi, family.x_lo as f_x_lo, family.x_hi as f_x_hi
from {{ ref('int_set_nodes') }} as node
inner join {{ ref('int_cell_bounds') }} as cell
    on node.ksic_revision = cell.ksic_revision and node.ksic_code = cell.ksic_code
left join families as family
    on
        cell.series = family.series and cell.year = family.year
        and cell.region_code = family.region_code and cell.ksic_code = family.parent_code
