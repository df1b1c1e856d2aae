{{ config(severity='warn') }}
-- The last round of propagation still tightened these cells: increase `bound_rounds`.
select series, year, region_code, ksic_code
from {{ ref('int_cell_bounds') }}
where not has_converged
