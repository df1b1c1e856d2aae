with cells as (
    select cell.*, published.source_id
    from {{ ref('int_cells') }} as cell
    inner join {{ ref('stg_census__cells') }} as published
        on
            cell.series = published.series and cell.year = published.year
            and cell.region_code = published.region_code and cell.ksic_revision = published.ksic_revision
            and cell.ksic_code = published.ksic_code
    where cell.is_listed and cell.status in ('observed', 'suppressed')
),

compared as (
    select
        cell.*,
        region.region_level,
        region.name_ko as region_name_ko,
        region.name_en as region_name_en,
        nation.value as national_value,
        region_total.value as region_total,
        national_total.value as national_total
    from cells as cell
    left join {{ ref('int_regions') }} as region
        on cell.region_code = region.region_code
    left join {{ ref('int_cells') }} as nation
        on
            cell.series = nation.series and cell.year = nation.year and cell.measure = nation.measure
            and cell.ksic_code = nation.ksic_code and nation.region_code = '00'
    left join {{ ref('int_cells') }} as region_total
        on
            cell.series = region_total.series and cell.year = region_total.year
            and cell.measure = region_total.measure and cell.region_code = region_total.region_code
            and region_total.ksic_code = 'TOTAL'
    left join {{ ref('int_cells') }} as national_total
        on
            cell.series = national_total.series and cell.year = national_total.year
            and cell.measure = national_total.measure and national_total.region_code = '00'
            and national_total.ksic_code = 'TOTAL'
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
    compared.value * 1e0 / nullif(compared.national_value, 0) as share_of_nation,
    compared.value * 1e0 / nullif(compared.region_total, 0) as share_of_region,
    (compared.value * 1e0 / nullif(compared.region_total, 0))
    / nullif(compared.national_value * 1e0 / nullif(compared.national_total, 0), 0) as location_quotient,
    case
        when compared.value is not null and compared.region_level <> 'nation'
            then cast(rank() over (
                partition by
                    compared.series, compared.year, compared.ksic_code, compared.measure, compared.region_level
                order by case when compared.value is null then 1 else 0 end, compared.value desc
            ) as integer)
    end as rank_in_nation,
    compared.region_level,
    compared.region_name_ko,
    compared.region_name_en,
    code.name_ko as industry_name_ko,
    code.name_en as industry_name_en,
    compared.source_id
from compared
inner join {{ ref('ksic') }} as code
    on compared.ksic_revision = code.ksic_revision and compared.ksic_code = code.ksic_code
