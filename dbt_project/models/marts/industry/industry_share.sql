-- Published cells, one row per measure, with shares, location quotient and rank. A rank is 1 + the number of regions of
-- the same level with a greater value. For regions without a value the bounds of int_undisclosed_bounds are used:
-- rank_low counts those that are certainly greater, rank_high those that may be greater.
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
    where cell.is_listed
),

nation as {{ once() }} (
    select series, year, ksic_code, measure, value from cells
    where region_code = '00'
),

-- a level is ranked only if it is complete: the establishments of its regions add up to those of the nation
complete_levels as (
    select parts.series, parts.year, parts.region_level
    from (
        select series, year, region_level, sum(value) as establishments
        from listed
        where ksic_code = 'TOTAL' and measure = 'establishments' and region_level <> 'nation'
        group by series, year, region_level
    ) as parts
    inner join nation
        on
            parts.series = nation.series and parts.year = nation.year and parts.establishments = nation.value
            and nation.ksic_code = 'TOTAL' and nation.measure = 'establishments'
),

-- only the columns that a rank needs; cells that are not listed are ranked too
ranked as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_code, cell.measure, level.region_level, cell.value,
        cell.is_listed,
        rank() over (
            partition by cell.series, cell.year, cell.ksic_code, cell.measure, level.region_level
            order by cell.value desc
        ) as rank_of_known
    from cells as cell
    inner join {{ ref('int_regions') }} as region on cell.region_code = region.region_code
    inner join complete_levels as level
        on cell.series = level.series and cell.year = level.year and region.region_level = level.region_level
    where cell.value is not null
),

undisclosed as (
    select bounds.*, region.region_level
    from {{ ref('int_undisclosed_bounds') }} as bounds
    inner join {{ ref('int_regions') }} as region on bounds.region_code = region.region_code
    where {{ in_slice('bounds.year') }}
),

-- numbers of undisclosed cells that are certainly greater, and that may be greater
greater_cells as (
    select
        own.series, own.year, own.region_code, own.ksic_code, own.measure,
        sum(case when other.value_low > own.value then 1 else 0 end) as certain,
        count(*) as possible
    from ranked as own
    inner join undisclosed as other
        on
            own.series = other.series and own.year = other.year and own.ksic_code = other.ksic_code
            and own.measure = other.measure and own.region_level = other.region_level
    where own.is_listed and (other.value_high is null or other.value_high > own.value)
    group by own.series, own.year, own.region_code, own.ksic_code, own.measure
),

ranks as (
    select
        ranked.series, ranked.year, ranked.region_code, ranked.ksic_code, ranked.measure,
        cast(ranked.rank_of_known + coalesce(greater_cells.certain, 0) as integer) as rank_low,
        cast(ranked.rank_of_known + coalesce(greater_cells.possible, 0) as integer) as rank_high
    from ranked
    left join greater_cells
        on
            ranked.series = greater_cells.series and ranked.year = greater_cells.year
            and ranked.region_code = greater_cells.region_code and ranked.ksic_code = greater_cells.ksic_code
            and ranked.measure = greater_cells.measure
    where ranked.is_listed
),

-- names are joined last
compared as (
    select
        cell.*,
        nation.value as national_value,
        cell.value * 1e0 / nullif(nation.value, 0) as share_of_nation,
        cell.value * 1e0 / nullif(region_total.value, 0) as share_of_region,
        (cell.value * 1e0 / nullif(region_total.value, 0))
        / nullif(nation.value * 1e0 / nullif(national_total.value, 0), 0) as location_quotient,
        ranks.rank_low,
        ranks.rank_high,
        case when ranks.rank_low = ranks.rank_high then ranks.rank_low end as rank_in_nation
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
    left join ranks
        on
            cell.series = ranks.series and cell.year = ranks.year and cell.measure = ranks.measure
            and cell.region_code = ranks.region_code and cell.ksic_code = ranks.ksic_code
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
    compared.rank_low,
    compared.rank_high,
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
