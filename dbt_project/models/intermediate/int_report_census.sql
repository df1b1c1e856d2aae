-- Value of each figure of the report from census data of the same year, in the unit of the figure.
with census as (
    select 'smart_city_share' as mart, year, region_code, layer, cast(null as {{ dbt.type_string() }}) as industry,
        counting, measure, value_low, value_high, share_low, share_high, resolution
    from {{ ref('smart_city_share') }}
    where taxonomy_id = 'smart_city_2021' and overlap_rule = 'table_8' and status <> 'suppressed'
    union all
    select 'smart_city_industry', year, region_code, layer, industry, null, measure,
        value_low, value_high, share_low, share_high, resolution
    from {{ ref('smart_city_industry') }}
    where taxonomy_id = 'smart_city_2021' and status <> 'suppressed'
),

compared as (
    select
        figure.figure_id,
        figure.statistic,
        census.*
    from {{ source('staged', 'report_figures') }} as figure
    inner join census
        on
            figure.reference_year = census.year and figure.region_code = census.region_code
            and figure.layer = census.layer and figure.measure = census.measure
            and coalesce(figure.industry, '') = coalesce(census.industry, '')
            and (figure.industry is not null or figure.counting = census.counting)
    where figure.statistic in ('count', 'share_of_nation') and figure.combination is null
)

select
    figure_id,
    resolution,
    case when statistic = 'count' then value_low else 100 * share_low end as low,
    case when statistic = 'count' then value_high else 100 * share_high end as high,
    mart || ' ' || cast(year as {{ dbt.type_string() }}) || ', taxonomy smart_city_2021 (a reconstruction)'
    || case when resolution = 'leaf' then '' else ', data coarser than the taxonomy' end as computed_from
from compared
