{{ config(severity='warn') }}
-- One more round of propagation would tighten these cells: raise `bound_rounds`.
with cells as {{ once() }} (
    select * from {{ ref('int_cell_bounds') }}
),

{{ bound_round('cells', 'tighter') }}

select cells.series, cells.year, cells.region_code, cells.ksic_code
from cells
inner join tighter
    on
        cells.series = tighter.series and cells.year = tighter.year
        and cells.region_code = tighter.region_code and cells.ksic_code = tighter.ksic_code
where
    tighter.e_lo > cells.e_lo or tighter.e_hi < cells.e_hi
    or tighter.x_lo > cells.x_lo or tighter.x_hi < cells.x_hi
