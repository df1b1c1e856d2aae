-- The cells that a piece lies in, in every region and year, with the sums over all children of each.
with cells as {{ once() }} (
    select * from {{ ref('int_cell_bounds') }}
    where {{ in_slice('year') }}
),

families as (
    select
        above_id,
        cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
        cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi
    from cells
    where above_id is not null
    group by above_id
)

select
    piece.piece_id, piece.depth, piece.is_full,
    family.above_id is null as is_terminal,
    cell.series, cell.year, cell.region_code, cell.cell_id, cell.above_id, cell.whole_id, cell.regions_complete,
    cell.e_lo, cell.e_hi, cell.x_lo, cell.x_hi, cell.w_hi,
    family.e_lo as f_e_lo, family.e_hi as f_e_hi, family.x_lo as f_x_lo, family.x_hi as f_x_hi
from {{ ref('int_pieces') }} as piece
inner join cells as cell on piece.ksic_revision = cell.ksic_revision and piece.ksic_code = cell.ksic_code
left join families as family on cell.cell_id = family.above_id
