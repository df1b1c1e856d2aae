{{ config(severity='warn') }}
-- A province whose fitted pairs do not add up to what its listed pairs leave: raise `estimate_rounds`.
select region_code, sum(insured) as insured, max(region_rest) as region_rest
from {{ ref('int_pension_table') }}
where not is_listed
group by region_code
having abs(sum(insured) - max(region_rest)) > 0.001 * max(region_rest)
