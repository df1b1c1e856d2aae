-- Indices over the KSIC divisions of a region. Cells without a value are used with bounds that do not reveal them
-- (int_division_shares), so that the indices have bounds too.
-- In a year without a suppressed cell (is_unsuppressed) the shares of region and nation add up to 1. Then the positive
-- differences add up to the same as the negative ones, and the Krugman index is twice either sum.
with summed as (
    select
        series, year, region_code, measure, is_unsuppressed,
        total * 1e0 / national_total as size,
        {{ share_distances('share_low', 'share_high', 'national_share_low', 'national_share_high') }},
        cast(sum(
            case when share_low > {{ var('specialisation_threshold') }} * national_share_high then 1 else 0 end
        ) as integer) as specialised_industries_low,
        cast(sum(
            case when share_high > {{ var('specialisation_threshold') }} * national_share_low then 1 else 0 end
        ) as integer) as specialised_industries_high,
        sum(case when is_comparable then 0 else 1 end) as undisclosed_divisions,
        sum(case when status <> 'absent' then 1 else 0 end) as industries,
        sum(case when status in ('suppressed', 'unknown') then 1 else 0 end) as unpublished_industries
    from {{ ref('int_division_shares') }}
    where {{ in_slice('year') }}
    group by series, year, region_code, measure, is_unsuppressed, total, national_total
),

compared as (
    select
        *,
        {{ distance_bounds('undisclosed_divisions') }}
    from summed
),

bounded as (
    select
        compared.*,
        concentration.hhi_low,
        concentration.hhi_high,
        1 / concentration.hhi_high as effective_industries_low,
        coalesce(1 / nullif(concentration.hhi_low, 0.0), compared.industries * 1e0) as effective_industries_high,
        compared.least_distance as krugman_low,
        least(2.0, greatest(compared.least_distance, compared.greatest_distance)) as krugman_high,
        -- against the rest of the nation: the index against the nation divided by (1 - size of the region)
        case
            when compared.size < 1 then least(2.0, compared.least_distance / (1 - compared.size))
        end as krugman_rest_low,
        case
            when compared.size < 1
                then least(2.0, greatest(compared.least_distance, compared.greatest_distance) / (1 - compared.size))
        end as krugman_rest_high
    from compared
    inner join {{ ref('int_concentration_bounds') }} as concentration
        on
            compared.series = concentration.series and compared.year = concentration.year
            and compared.region_code = concentration.region_code and compared.measure = concentration.measure
            and {{ in_slice('concentration.year') }}
)

select
    bounded.series,
    bounded.year,
    bounded.region_code,
    bounded.measure,
    {% for name in ['hhi', 'effective_industries', 'krugman', 'krugman_rest', 'specialised_industries'] %}
    bounded.{{ name }}_low,
    bounded.{{ name }}_high,
    case when bounded.{{ name }}_low = bounded.{{ name }}_high then bounded.{{ name }}_low end as {{ name }},
    {% endfor %}
    cast(bounded.industries as integer) as industries,
    cast(bounded.unpublished_industries as integer) as unpublished_industries,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en
from bounded
left join {{ ref('int_regions') }} as region on bounded.region_code = region.region_code
