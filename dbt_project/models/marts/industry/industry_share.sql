with cells as {{ once() }} (
    select series, year, region_code, ksic_revision, ksic_code, level, measure, value, status, is_listed
    from {{ ref('int_cells') }}
    where {{ in_slice('year') }}
),

listed as (
    select cell.*, region.region_level, published.source_id
    from cells as cell
    inner join {{ ref('stg_census__cells') }} as published
        on
            cell.series = published.series and cell.year = published.year
            and cell.region_code = published.region_code and cell.ksic_revision = published.ksic_revision
            and cell.ksic_code = published.ksic_code
            and {{ in_slice('published.year') }}
    left join {{ ref('int_regions') }} as region on cell.region_code = region.region_code
    where cell.is_listed and cell.status in ('observed', 'suppressed')
),

nation as {{ once() }} (
    select series, year, ksic_code, measure, value from cells
    where region_code = '00'
),

-- names come last: what is ranked is narrow
compared as (
    select
        cell.*,
        nation.value as national_value,
        cell.value * 1e0 / nullif(nation.value, 0) as share_of_nation,
        cell.value * 1e0 / nullif(region_total.value, 0) as share_of_region,
        (cell.value * 1e0 / nullif(region_total.value, 0))
        / nullif(nation.value * 1e0 / nullif(national_total.value, 0), 0) as location_quotient,
        case
            when cell.value is not null and cell.region_level <> 'nation'
                then cast(rank() over (
                    partition by cell.series, cell.year, cell.ksic_code, cell.measure, cell.region_level
                    order by case when cell.value is null then 1 else 0 end, cell.value desc
                ) as integer)
        end as rank_in_nation
    from listed as cell
    left join nation
        on
            cell.series = nation.series and cell.year = nation.year and cell.measure = nation.measure
            and cell.ksic_code = nation.ksic_code
    left join cells as region_total
        on
            cell.series = region_total.series and cell.year = region_total.year
            and cell.measure = region_total.measure and cell.region_code = region_total.region_code
            and region_total.ksic_code = 'TOTAL'
    left join nation as national_total
        on
            cell.series = national_total.series and cell.year = national_total.year
            and cell.measure = national_total.measure and national_total.ksic_code = 'TOTAL'
)

select
    compared.series,
    compared.year,
    compared.region_code,
    compared.ksic_revision,
    compared.ksic_code,
    compared.level,
    compared.measure,
    compared.value,
    compared.status,
    compared.national_value,
    compared.share_of_nation,
    compared.share_of_region,
    compared.location_quotient,
    compared.rank_in_nation,
    compared.region_level,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    code.name_ko as industry_name_ko,
    code.name_en as industry_name_en,
    compared.source_id
from compared
inner join {{ ref('ksic') }} as code
    on compared.ksic_revision = code.ksic_revision and compared.ksic_code = code.ksic_code
left join {{ ref('int_regions') }} as region on compared.region_code = region.region_code
