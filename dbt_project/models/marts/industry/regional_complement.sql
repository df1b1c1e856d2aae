-- Pairs of provinces and an industry in which the base region is or may be below the nation (location quotient below 1)
-- and the partner region is or may be above it. The score is the partner's share of the nation's industry in excess of
-- its share of all industries, multiplied by the shortfall of the base (1 less its location quotient). The value is the
-- same in employees or establishments. Where a cell has no value, both have bounds from int_undisclosed_bounds.
with totals as (
    select
        series, year, region_code, region_level, measure, value, region_name_ko, region_name_en, source_id
    from {{ ref('industry_share') }}
    where level = 'total' and region_level <> 'district' and value > 0 and {{ in_slice('year') }}
),

divisions as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.measure, cell.status,
        cell.value,
        coalesce(cell.value, bounds.value_low) as value_low,
        coalesce(cell.value, bounds.value_high, total.value) as value_high,
        total.value as total, total.region_level, total.region_name_ko, total.region_name_en, total.source_id
    from {{ ref('int_cells') }} as cell
    inner join totals as total
        on
            cell.series = total.series and cell.year = total.year and cell.measure = total.measure
            and cell.region_code = total.region_code
    left join {{ ref('int_undisclosed_bounds') }} as bounds
        on
            cell.series = bounds.series and cell.year = bounds.year and cell.measure = bounds.measure
            and cell.region_code = bounds.region_code and cell.ksic_code = bounds.ksic_code
            and {{ in_slice('bounds.year') }}
    where cell.level = 'division' and {{ in_slice('cell.year') }}
),

provinces as {{ once() }} (
    select
        own.*,
        nation.status as national_status, nation.value_low as national_low, nation.value_high as national_high,
        nation.total as national_total,
        (own.value * 1e0 / own.total) / (nullif(nation.value, 0) * 1e0 / nation.total) as location_quotient
    from divisions as own
    inner join divisions as nation
        on
            own.series = nation.series and own.year = nation.year and own.measure = nation.measure
            and own.ksic_revision = nation.ksic_revision and own.ksic_code = nation.ksic_code
            and nation.region_code = '00'
    where own.region_level = 'province' and nation.value_high > 0
),

-- values are compared as whole numbers: a quotient of exactly 1 is neither below nor above
pairs as (
    select
        base.region_code as base_region_code,
        partner.region_code as partner_region_code,
        base.series, base.year, base.measure, base.ksic_revision, base.ksic_code,
        base.national_low, base.national_high,
        base.location_quotient as base_location_quotient,
        partner.location_quotient as partner_location_quotient,
        greatest(0.0, coalesce(
            1 - base.value_high * 1e0 * base.national_total / nullif(base.total * 1e0 * base.national_low, 0), 0.0
        )) as lack_low,
        1 - base.value_low * 1e0 * base.national_total / (base.total * 1e0 * base.national_high) as lack_high,
        partner.value_low, partner.value_high,
        partner.total * 1e0 / partner.national_total as partner_size,
        case
            when 'suppressed' in (base.status, partner.status, base.national_status) then 'suppressed'
            when 'unknown' in (base.status, partner.status, base.national_status) then 'unknown'
            when 'derived' in (base.status, partner.status, base.national_status) then 'derived'
            else 'observed'
        end as status,
        base.region_name_ko as base_region_name_ko,
        base.region_name_en as base_region_name_en,
        partner.region_name_ko as partner_region_name_ko,
        partner.region_name_en as partner_region_name_en,
        base.source_id
    from provinces as base
    inner join provinces as partner
        on
            base.series = partner.series and base.year = partner.year and base.ksic_code = partner.ksic_code
            and base.measure = partner.measure and base.region_code <> partner.region_code
    where
        base.value_low * base.national_total < base.total * base.national_high
        and partner.value_high * partner.national_total > partner.total * partner.national_low
),

scored as (
    select
        *,
        lack_low * greatest(0.0, value_low * 1e0 / national_high - partner_size) as score_low,
        lack_high * (least(1.0, coalesce(value_high * 1e0 / nullif(national_low, 0), 1.0)) - partner_size)
            as score_high,
        lack_low * greatest(0.0, value_low - national_high * partner_size) as surplus_low,
        lack_high * (value_high - national_low * partner_size) as surplus_high
    from pairs
)

select
    scored.base_region_code,
    scored.partner_region_code,
    scored.series,
    scored.year,
    scored.measure,
    scored.ksic_code as industry,
    scored.base_location_quotient,
    scored.partner_location_quotient,
    case when scored.status in ('observed', 'derived') then scored.score_low end as complement_score,
    scored.score_low as complement_score_low,
    scored.score_high as complement_score_high,
    case when scored.status in ('observed', 'derived') then scored.surplus_low end as complement_value,
    scored.surplus_low as complement_value_low,
    scored.surplus_high as complement_value_high,
    scored.status,
    scored.base_region_name_ko,
    scored.base_region_name_en,
    scored.partner_region_name_ko,
    scored.partner_region_name_en,
    code.name_ko as industry_name_ko,
    code.name_en as industry_name_en,
    scored.source_id
from scored
inner join {{ ref('ksic') }} as code
    on scored.ksic_revision = code.ksic_revision and scored.ksic_code = code.ksic_code
