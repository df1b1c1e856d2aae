-- What the mart says adds up wherever all of it is published: provinces to the nation, divisions to their section,
-- sections to the total. A cell that the mart does not have is nothing only where none can be there (absent); a region
-- that was not asked for, or an industry that is not available, is not known.
with cells as (
    select
        cell.series, cell.year, cell.region_code, region.region_level, cell.ksic_code, cell.level, cell.measure,
        code.parent_code, published.value,
        case when published.value is null and cell.status <> 'absent' then 1 else 0 end as is_unknown
    from {{ ref('int_cells') }} as cell
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    inner join {{ ref('int_regions') }} as region on cell.region_code = region.region_code
    left join {{ ref('industry_share') }} as published
        on
            cell.series = published.series and cell.year = published.year
            and cell.region_code = published.region_code and cell.ksic_code = published.ksic_code
            and cell.measure = published.measure
),

provinces as (
    select series, year, ksic_code, measure, coalesce(sum(value), 0) as parts, sum(is_unknown) as unknown
    from cells
    where region_level = 'province'
    group by series, year, ksic_code, measure
),

industries as (
    select series, year, region_code, parent_code, measure, coalesce(sum(value), 0) as parts, sum(is_unknown) as unknown
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
