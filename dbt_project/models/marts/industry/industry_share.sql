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

-- What can be greater than a value: a known value counts in both ranks, the least value of an undisclosed cell in
-- rank_low, its greatest value in rank_high. Cells that are not listed count too.
values_and_bounds as (
    select
        cell.series, cell.year, cell.ksic_code, cell.measure, region.region_level, cell.value,
        1 as in_rank_low, 1 as in_rank_high
    from cells as cell
    inner join {{ ref('int_regions') }} as region on cell.region_code = region.region_code
    where cell.value is not null
    {% for end, value in [
        ('low', 'bounds.value_low'), ('high', 'coalesce(bounds.value_high, ' ~ unbounded() ~ ')')
    ] %}
    union all
    select
        bounds.series, bounds.year, bounds.ksic_code, bounds.measure, region.region_level,
        {{ value }}, {{ 1 if end == 'low' else 0 }}, {{ 1 if end == 'high' else 0 }}
    from {{ ref('int_undisclosed_bounds') }} as bounds
    inner join {{ ref('int_regions') }} as region on bounds.region_code = region.region_code
    where {{ in_slice('bounds.year') }}
    {% endfor %}
),

-- Equal values have one rank, so that it is computed once for all of them: few values are different.
different_values as (
    select
        own.series, own.year, own.region_level, own.ksic_code, own.measure, own.value,
        sum(own.in_rank_low) as in_rank_low, sum(own.in_rank_high) as in_rank_high
    from values_and_bounds as own
    inner join complete_levels as level
        on own.series = level.series and own.year = level.year and own.region_level = level.region_level
    group by own.series, own.year, own.region_level, own.ksic_code, own.measure, own.value
),

ranks as (
    select
        series, year, region_level, ksic_code, measure, value,
        {% for end in ['low', 'high'] %}
        cast(1 + coalesce(sum(in_rank_{{ end }}) over (
            partition by series, year, region_level, ksic_code, measure
            order by value desc rows between unbounded preceding and 1 preceding
        ), 0) as integer) as rank_{{ end }}{{ "," if not loop.last }}
        {% endfor %}
    from different_values
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
            and cell.region_level = ranks.region_level and cell.ksic_code = ranks.ksic_code
            and cell.value = ranks.value
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
