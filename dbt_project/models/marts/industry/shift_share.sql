-- Classic shift-share (Dunn 1960): change = national + industry mix + regional, exactly. Between neighbouring
-- years and from the first year of a series to its last; never from one series to another.
with periods as (
    select distinct later.series, earlier.year as from_year, later.year as to_year
    from (select distinct series, year, min(year) over (partition by series) as first_year,
            max(year) over (partition by series) as last_year from {{ ref('int_cells') }}) as later
    inner join (select distinct series, year from {{ ref('int_cells') }}) as earlier
        on
            later.series = earlier.series
            and (
                later.year = earlier.year + 1
                or (later.first_year = earlier.year and later.year = later.last_year and later.year > earlier.year)
            )
),

cells as (
    select * from {{ ref('int_cells') }} where level in ('section', 'division')
),

totals as (
    select * from {{ ref('int_cells') }} where ksic_code = 'TOTAL' and region_code = '00'
),

compared as (
    select
        cell.series, cell.region_code, cell.ksic_code, cell.level, periods.from_year, periods.to_year, cell.measure,
        cast(cell.value as decimal(28, 6)) as base,
        cast(later.value as decimal(28, 6)) as final,
        nation.value as nation_base,
        nation_later.value as nation_final,
        total.value as total_base,
        total_later.value as total_final,
        case
            when cell.status = 'suppressed' or later.status = 'suppressed'
                or nation.status = 'suppressed' or nation_later.status = 'suppressed' then 'suppressed'
            when cell.value is null or later.value is null
                or nation.value is null or nation_later.value is null then 'unknown'
            else 'observed'
        end as status
    from cells as cell
    inner join periods on cell.series = periods.series and cell.year = periods.from_year
    inner join cells as later
        on
            cell.series = later.series and periods.to_year = later.year and cell.region_code = later.region_code
            and cell.ksic_code = later.ksic_code and cell.ksic_revision = later.ksic_revision
            and cell.measure = later.measure
    inner join cells as nation
        on
            cell.series = nation.series and cell.year = nation.year and cell.ksic_code = nation.ksic_code
            and cell.measure = nation.measure and nation.region_code = '00'
    inner join cells as nation_later
        on
            cell.series = nation_later.series and periods.to_year = nation_later.year
            and cell.ksic_code = nation_later.ksic_code and cell.measure = nation_later.measure
            and nation_later.region_code = '00'
    inner join totals as total
        on cell.series = total.series and cell.year = total.year and cell.measure = total.measure
    inner join totals as total_later
        on
            cell.series = total_later.series and periods.to_year = total_later.year
            and cell.measure = total_later.measure
    where cell.status <> 'absent' or later.status <> 'absent'
),

parts as (
    select
        *,
        final - base as change,
        cast(base * (total_final * 1e0 / total_base - 1) as decimal(28, 6)) as national_part,
        cast(
            case
                when base = 0 then 0
                else base * (nation_final * 1e0 / nation_base - total_final * 1e0 / total_base)
            end as decimal(28, 6)
        ) as mix_part
    from compared
)

select
    parts.series,
    parts.region_code,
    parts.ksic_code,
    parts.from_year,
    parts.to_year,
    parts.measure,
    parts.level,
    case when parts.status = 'observed' then parts.change end as change,
    case when parts.status = 'observed' then parts.national_part end as national,
    case when parts.status = 'observed' then parts.mix_part end as mix,
    case when parts.status = 'observed' then parts.change - parts.national_part - parts.mix_part end as regional,
    parts.status,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en
from parts
left join {{ ref('int_regions') }} as region on parts.region_code = region.region_code
