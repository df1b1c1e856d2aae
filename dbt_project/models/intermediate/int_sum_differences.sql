-- Cells of the mart whose value is not the sum of their parts, where all parts are published: provinces of the nation,
-- industries of the code above. A part that is not in the mart is 0 only if it is absent; a region that was not
-- requested, or an industry that is not available, is unknown. Built year by year: with 25 years by district the sums
-- do not fit into memory at once.
with cells as {{ once() }} (
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
            and {{ in_slice('published.year') }}
    where {{ in_slice('cell.year') }}
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

select
    'provinces' as parts_of, parent.series, parent.year, parent.region_code, parent.ksic_code, parent.measure,
    parent.value, provinces.parts
from cells as parent
inner join provinces
    on
        parent.series = provinces.series and parent.year = provinces.year
        and parent.ksic_code = provinces.ksic_code and parent.measure = provinces.measure
where parent.region_level = 'nation' and provinces.unknown = 0 and parent.value <> provinces.parts
union all
select
    'industries', parent.series, parent.year, parent.region_code, parent.ksic_code, parent.measure,
    parent.value, industries.parts
from cells as parent
inner join industries
    on
        parent.series = industries.series and parent.year = industries.year
        and parent.region_code = industries.region_code and parent.ksic_code = industries.parent_code
        and parent.measure = industries.measure
where industries.unknown = 0 and parent.value <> industries.parts
