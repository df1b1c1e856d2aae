-- Who has what the base lacks: pairs of provinces and an industry in which the base falls short of the nation
-- (location quotient below 1) and the partner exceeds it. The score is the part of the nation's industry that
-- the partner has beyond its size, weighted by how far the base falls short.
with listed as (
    select
        series, year, region_code, region_name_ko, region_name_en, ksic_code, measure,
        industry_name_ko, industry_name_en, share_of_nation, location_quotient, source_id
    from {{ ref('industry_share') }}
    where
        level = 'division' and region_level = 'province' and location_quotient is not null
        and {{ in_slice('year') }}
),

-- an industry that a province does not have at all is what it lacks most
absent as (
    select
        cell.series, cell.year, cell.region_code, total.region_name_ko, total.region_name_en, cell.ksic_code,
        cell.measure, code.name_ko as industry_name_ko, code.name_en as industry_name_en,
        0.0 as share_of_nation, 0.0 as location_quotient, total.source_id
    from {{ ref('int_cells') }} as cell
    inner join {{ ref('industry_share') }} as total
        on
            cell.series = total.series and cell.year = total.year and cell.region_code = total.region_code
            and cell.measure = total.measure and total.level = 'total' and total.region_level = 'province'
            and {{ in_slice('total.year') }}
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    where cell.level = 'division' and cell.status = 'absent' and total.value > 0
        and {{ in_slice('cell.year') }}
),

provinces as (
    select * from listed
    union all
    select * from absent
)

select
    base.region_code as base_region_code,
    partner.region_code as partner_region_code,
    base.series,
    base.year,
    base.measure,
    base.ksic_code as industry,
    base.location_quotient as base_location_quotient,
    partner.location_quotient as partner_location_quotient,
    (1 - base.location_quotient)
    * partner.share_of_nation * (1 - 1 / partner.location_quotient) as complement_score,
    base.region_name_ko as base_region_name_ko,
    base.region_name_en as base_region_name_en,
    partner.region_name_ko as partner_region_name_ko,
    partner.region_name_en as partner_region_name_en,
    base.industry_name_ko,
    base.industry_name_en,
    base.source_id
from provinces as base
inner join provinces as partner
    on
        base.series = partner.series and base.year = partner.year and base.ksic_code = partner.ksic_code
        and base.measure = partner.measure and base.region_code <> partner.region_code
where base.location_quotient < 1 and partner.location_quotient > 1
