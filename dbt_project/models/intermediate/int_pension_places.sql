-- What the data of a month have for each region: itself, and around a merger more than that. A merged province
-- (whole_code of its parts) is what is written under its own code and under those of its parts. A part has what is
-- written under its own code for certain (counts_low 1), and up to all that is written under the whole (counts_low 0).
with regions as (
    select month, region_code, whole_code from {{ ref('int_pension_regions') }}
)

select month, region_code, region_code as direct_code, 1 as counts_low, whole_code from regions
union all
select month, whole_code as region_code, region_code as direct_code, 1, null from regions
where whole_code is not null
union all
select month, region_code, whole_code as direct_code, 0, whole_code from regions
where whole_code is not null
union all
select month, '00', '00', 1, null from {{ ref('int_pension_months') }}
