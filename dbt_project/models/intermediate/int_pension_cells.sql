-- Insured persons by month, region and five-digit class (UNMATCHED: names without a class, TOTAL: all), as the month's
-- source has regions. Of published aggregates a pair that is not listed has from 0 to unlisted_most, and what the
-- other provinces cannot hold of the nation. insured_low is that least if everybody has a province;
-- insured_listed is what is published. In a complete month the three are one.
with months as (
    select * from {{ ref('int_pension_months') }}
),

files as (
    select month, region_code, coalesce(ksic_code, 'UNMATCHED') as ksic_code, workplaces, insured
    from {{ source('staged', 'nps_workplaces') }}
),

complete as (
    select month, region_code, ksic_code, workplaces, insured from files
    union all
    select month, '00', ksic_code, workplaces, insured from files
    union all
    select month, region_code, 'TOTAL', workplaces, insured from files
    union all
    select month, '00', 'TOTAL', workplaces, insured from files
),

names as (
    select name.*, months.unlisted_most
    from {{ ref('stg_pension__published_nation') }} as name
    inner join months on name.month = months.month and not months.is_complete
),

listed as (
    select month, industry_name, count(*) as pairs, sum(insured) as insured
    from {{ ref('stg_pension__published_pairs') }}
    group by month, industry_name
),

provinces as (
    select
        total.month, total.region_code, count(*) over (partition by total.month) as province_count
    from {{ ref('stg_pension__published_totals') }} as total
    where total.region_code not in ('00', 'UNPLACED')
),

pairs as (
    select
        names.month, province.region_code, coalesce(names.ksic_code, 'UNMATCHED') as ksic_code,
        names.unlisted_most,
        pair.insured,
        names.insured - coalesce(listed.insured, 0) as rest,
        province.province_count - coalesce(listed.pairs, 0) - 1 as other_pairs
    from names
    inner join provinces as province on names.month = province.month
    left join listed on names.month = listed.month and names.industry_name = listed.industry_name
    left join {{ ref('stg_pension__published_pairs') }} as pair
        on
            names.month = pair.month and names.industry_name = pair.industry_name
            and province.region_code = pair.region_code
),

published as (
    select
        month, region_code, ksic_code,
        coalesce(insured, 0) as insured_listed,
        coalesce(insured, greatest(0, rest - other_pairs * unlisted_most)) as insured_low,
        coalesce(insured, least(unlisted_most, rest)) as insured_high,
        cast(null as bigint) as workplaces
    from pairs
    union all
    select
        month, '00', coalesce(ksic_code, 'UNMATCHED'),
        insured as insured_listed, insured as insured_low, insured as insured_high, workplaces
    from names
    union all
    select
        total.month, total.region_code, 'TOTAL',
        total.insured as insured_listed, total.insured as insured_low, total.insured as insured_high, total.workplaces
    from {{ ref('stg_pension__published_totals') }} as total
    inner join months on total.month = months.month and not months.is_complete
    where total.region_code <> 'UNPLACED'
)

select
    month, region_code, ksic_code,
    cast(sum(workplaces) as bigint) as workplaces,
    cast(sum(insured) as bigint) as insured_listed,
    cast(sum(insured) as bigint) as insured_low,
    cast(sum(insured) as bigint) as insured_high
from complete
group by month, region_code, ksic_code
union all
select
    month, region_code, ksic_code,
    cast(sum(workplaces) as bigint),
    cast(sum(insured_listed) as bigint),
    cast(sum(insured_low) as bigint),
    cast(sum(insured_high) as bigint)
from published
group by month, region_code, ksic_code
