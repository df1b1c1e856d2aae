-- Over the KSIC divisions of a region. Cells that are not published enter with their bounds.
with cells as {{ once() }} (
    select series, year, region_code, ksic_code, level, measure, value, value_low, value_high, status
    from {{ ref('int_cells') }}
    where level in ('total', 'division') and {{ in_slice('year') }}
),

divisions as (
    select
        cell.series, cell.year, cell.region_code, cell.measure, cell.ksic_code,
        cell.status,
        cell.value_low * 1e0 / region_total.value as share_low,
        cell.value_high * 1e0 / region_total.value as share_high,
        nation.value_low * 1e0 / national_total.value as national_share_low,
        nation.value_high * 1e0 / national_total.value as national_share_high,
        cell.value * 1e0 / region_total.value as share,
        nation.value * 1e0 / national_total.value as national_share
    from cells as cell
    inner join cells as region_total
        on
            cell.series = region_total.series and cell.year = region_total.year
            and cell.measure = region_total.measure and cell.region_code = region_total.region_code
            and region_total.ksic_code = 'TOTAL' and region_total.value > 0
    inner join cells as nation
        on
            cell.series = nation.series and cell.year = nation.year and cell.measure = nation.measure
            and cell.ksic_code = nation.ksic_code and nation.region_code = '00'
    inner join cells as national_total
        on
            cell.series = national_total.series and cell.year = national_total.year
            and cell.measure = national_total.measure and national_total.region_code = '00'
            and national_total.ksic_code = 'TOTAL' and national_total.value > 0
    where cell.level = 'division'
),

summed as (
    select
        series, year, region_code, measure,
        {{ exact_sum('share_low * share_low') }} as hhi_low,
        {{ exact_sum('share_high * share_high') }} as hhi_high,
        {{ exact_sum('greatest(0.0, share_low - national_share_high, national_share_low - share_high)') }}
            as krugman_low,
        {{ exact_sum('greatest(share_high - national_share_low, national_share_high - share_low)') }}
            as krugman_high,
        sum(case when share > {{ var('specialisation_threshold') }} * national_share then 1 else 0 end)
            as specialised_industries,
        sum(case when status <> 'absent' then 1 else 0 end) as industries,
        sum(case when status in ('suppressed', 'unknown') then 1 else 0 end) as unpublished_industries
    from divisions
    group by series, year, region_code, measure
)

select
    summed.series,
    summed.year,
    summed.region_code,
    summed.measure,
    summed.hhi_low,
    least(1.0, summed.hhi_high) as hhi_high,
    case when summed.hhi_low = summed.hhi_high then summed.hhi_low end as hhi,
    summed.krugman_low,
    least(2.0, summed.krugman_high) as krugman_high,
    case when summed.krugman_low = summed.krugman_high then summed.krugman_low end as krugman,
    cast(summed.specialised_industries as integer) as specialised_industries,
    cast(summed.industries as integer) as industries,
    cast(summed.unpublished_industries as integer) as unpublished_industries,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en
from summed
left join {{ ref('int_regions') }} as region on summed.region_code = region.region_code
