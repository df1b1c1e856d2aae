-- Shift-share between consecutive years, and from the first year of a series to the last year of each KSIC revision in
-- it; never between two series. Between two revisions only codes with the same meaning are compared (int_ksic_same);
-- the others have the status reclassified and no change.
-- Classic (Dunn 1960): change = national + industry mix + regional, exactly. Dynamic (Barff and Knight 1988): the same
-- parts computed year by year and added. Esteban-Marquillas (1972): the regional part is split into a competitive part,
-- for an industry of the size that it would have with the structure of the nation (homothetic), and an allocation part.
with years as (
    select distinct series, year, ksic_revision from {{ ref('int_cells') }}
),

periods as (
    select later.series, earlier.year as from_year, later.year as to_year
    from (
        select
            series, year, min(year) over (partition by series) as first_year,
            max(year) over (partition by series, ksic_revision) as last_year
        from years
    ) as later
    inner join years as earlier
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
    select * from {{ ref('int_cells') }} where ksic_code = 'TOTAL'
),

compared as (
    select
        cell.series, cell.region_code, cell.ksic_code, cell.level, periods.from_year, periods.to_year, cell.measure,
        cell.status <> 'absent' or later.status <> 'absent' as is_present,
        cast(cell.value as decimal(28, 6)) as base,
        cast(later.value as decimal(28, 6)) as final,
        region.value as region_base,
        nation.value as nation_base,
        nation_later.value as nation_final,
        total.value as total_base,
        total_later.value as total_final,
        case
            when 'suppressed' in (cell.status, later.status, nation.status, nation_later.status) then 'suppressed'
            when same.ksic_code is null then 'reclassified'
            when cell.value is null or later.value is null
                or nation.value is null or nation_later.value is null then 'unknown'
            when 'derived' in (cell.status, later.status, nation.status, nation_later.status) then 'derived'
            else 'observed'
        end as status
    from cells as cell
    inner join periods on cell.series = periods.series and cell.year = periods.from_year
    inner join cells as later
        on
            cell.series = later.series and periods.to_year = later.year and cell.region_code = later.region_code
            and cell.ksic_code = later.ksic_code and cell.measure = later.measure
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
        on
            cell.series = total.series and cell.year = total.year and cell.measure = total.measure
            and total.region_code = '00'
    inner join totals as total_later
        on
            cell.series = total_later.series and periods.to_year = total_later.year
            and cell.measure = total_later.measure and total_later.region_code = '00'
    left join {{ ref('int_ksic_same') }} as same
        on
            cell.ksic_revision = same.from_revision and later.ksic_revision = same.to_revision
            and cell.ksic_code = same.ksic_code
    left join totals as region
        on
            cell.series = region.series and cell.year = region.year and cell.measure = region.measure
            and cell.region_code = region.region_code
),

-- each part is a decimal with six places; the last part is computed by subtraction, so that the sum is exact
parts as (
    select
        *,
        cast(final - base as decimal(28, 6)) as change,
        cast(base * (total_final * 1e0 / total_base - 1) as decimal(28, 6)) as national_part,
        cast(
            case
                -- an industry that is new in the nation has no growth rate there: all of it is the industry's part
                when nation_base = 0 then final - base
                when base = 0 then 0
                else base * (nation_final * 1e0 / nation_base - total_final * 1e0 / total_base)
            end as decimal(28, 6)
        ) as mix_part,
        cast(region_base * (nation_base * 1e0 / total_base) as decimal(28, 6)) as homothetic_base,
        -- an industry that starts from 0 has no growth rate
        cast(
            region_base * (nation_base * 1e0 / total_base)
            * (final * 1e0 / nullif(base, 0) - nation_final * 1e0 / nullif(nation_base, 0)) as decimal(28, 6)
        ) as competitive_part
    from compared
),

disclosed as {{ once() }} (
    select *, cast(change - national_part - mix_part as decimal(28, 6)) as regional_part
    from parts
    where status in ('observed', 'derived')
),

-- only where every year in between is disclosed
dynamic as (
    select
        period.series, period.region_code, period.ksic_code, period.measure, period.from_year, period.to_year,
        cast(sum(step.national_part) as decimal(28, 6)) as national_part,
        cast(sum(step.mix_part) as decimal(28, 6)) as mix_part,
        cast(sum(step.regional_part) as decimal(28, 6)) as regional_part
    from disclosed as period
    inner join disclosed as step
        on
            period.series = step.series and period.region_code = step.region_code
            and period.ksic_code = step.ksic_code and period.measure = step.measure
            and period.from_year <= step.from_year and period.to_year >= step.to_year
            and step.to_year = step.from_year + 1
    group by
        period.series, period.region_code, period.ksic_code, period.measure, period.from_year, period.to_year
    having count(*) = period.to_year - period.from_year
),

region_changes as (
    select
        periods.series, periods.from_year, periods.to_year, change.region_code,
        {{ ordered_list('change.what_ko', 'change.effective_date, change.what_ko', '; ') }} as region_change_ko,
        {{ ordered_list('change.what_en', 'change.effective_date, change.what_en', '; ') }} as region_change_en
    from periods
    inner join {{ ref('int_region_changes') }} as change
        on periods.from_year < change.first_year and periods.to_year >= change.first_year
    group by periods.series, periods.from_year, periods.to_year, change.region_code
)

select
    parts.series,
    parts.region_code,
    parts.ksic_code,
    parts.from_year,
    parts.to_year,
    parts.measure,
    parts.level,
    disclosed.change,
    disclosed.national_part as national,
    disclosed.mix_part as mix,
    disclosed.regional_part as regional,
    dynamic.national_part as dynamic_national,
    dynamic.mix_part as dynamic_mix,
    dynamic.regional_part as dynamic_regional,
    disclosed.homothetic_base as homothetic,
    disclosed.competitive_part as competitive,
    cast(disclosed.regional_part - disclosed.competitive_part as decimal(28, 6)) as allocation,
    parts.status,
    region_changes.region_code is not null as crosses_region_change,
    region_changes.region_change_ko,
    region_changes.region_change_en,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en
from parts
left join disclosed
    on
        parts.series = disclosed.series and parts.region_code = disclosed.region_code
        and parts.ksic_code = disclosed.ksic_code and parts.measure = disclosed.measure
        and parts.from_year = disclosed.from_year and parts.to_year = disclosed.to_year
left join dynamic
    on
        parts.series = dynamic.series and parts.region_code = dynamic.region_code
        and parts.ksic_code = dynamic.ksic_code and parts.measure = dynamic.measure
        and parts.from_year = dynamic.from_year and parts.to_year = dynamic.to_year
left join region_changes
    on
        parts.series = region_changes.series and parts.region_code = region_changes.region_code
        and parts.from_year = region_changes.from_year and parts.to_year = region_changes.to_year
left join {{ ref('int_regions') }} as region on parts.region_code = region.region_code
where parts.is_present
