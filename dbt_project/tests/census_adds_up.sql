-- Wherever everything is published: provinces make up the nation, divisions their section, sections the total.
with cells as (
    select
        share.series, share.year, share.region_code, share.region_level, share.ksic_code, share.level,
        share.measure, share.value, code.parent_code
    from {{ ref('industry_share') }} as share
    inner join {{ ref('ksic') }} as code
        on share.ksic_revision = code.ksic_revision and share.ksic_code = code.ksic_code
),

provinces as (
    select series, year, ksic_code, measure, sum(value) as parts, count(*) - count(value) as unknown
    from cells
    where region_level = 'province'
    group by series, year, ksic_code, measure
),

industries as (
    select series, year, region_code, parent_code, measure, sum(value) as parts, count(*) - count(value) as unknown
    from cells
    where level <> 'total'
    group by series, year, region_code, parent_code, measure
)

select 'provinces' as parts_of, whole.series, whole.year, whole.region_code, whole.ksic_code, whole.measure
from cells as whole
inner join provinces
    on
        whole.series = provinces.series and whole.year = provinces.year
        and whole.ksic_code = provinces.ksic_code and whole.measure = provinces.measure
where whole.region_level = 'nation' and provinces.unknown = 0 and whole.value <> provinces.parts
union all
select 'industries', whole.series, whole.year, whole.region_code, whole.ksic_code, whole.measure
from cells as whole
inner join industries
    on
        whole.series = industries.series and whole.year = industries.year
        and whole.region_code = industries.region_code and whole.ksic_code = industries.parent_code
        and whole.measure = industries.measure
where industries.unknown = 0 and whole.value <> industries.parts
