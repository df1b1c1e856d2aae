-- The bounds of the share of the region's smart-city total are computed jointly from the combination and the rest of
-- the total. Where the combination and the rest can both be 0, the share has no bounds.
with bounded as (
    select
        part.*,
        part.value_low * 1e0 / nullif(
            least(part.value_low + rest.value_high, total.value_high), 0
        ) as total_share_low,
        least(1.0, part.value_high * 1e0 / nullif(
            greatest(part.value_high + rest.value_low, total.value_low), 0
        )) as total_share_high,
        total.is_suppressed as total_is_suppressed
    from {{ ref('int_set_bounds') }} as part
    inner join {{ ref('int_set_bounds') }} as rest
        on
            part.taxonomy_id = rest.taxonomy_id and part.combination = rest.combination
            and part.series = rest.series and part.year = rest.year
            and part.region_code = rest.region_code and part.measure = rest.measure
            and rest.set_kind = 'rest' and {{ in_slice('rest.year') }}
    inner join {{ ref('int_set_bounds') }} as total
        on
            part.taxonomy_id = total.taxonomy_id
            and part.series = total.series and part.year = total.year
            and part.region_code = total.region_code and part.measure = total.measure
            and total.set_kind = 'total' and {{ in_slice('total.year') }}
    where part.set_kind = 'combination' and {{ in_slice('part.year') }}
),

parts as (
    select
        *,
        not is_suppressed and not total_is_suppressed
        and total_share_low is not null and total_share_high is not null as total_share_is_disclosable
    from bounded
)

select
    parts.taxonomy_id,
    parts.series,
    parts.year,
    parts.region_code,
    parts.combination,
    {{ combination_letter('parts.combination') }} as combination_letter,
    parts.measure,
    {{ published_bounds('parts') }},
    case when parts.total_share_is_disclosable then parts.total_share_low end as share_of_region_total_low,
    case when parts.total_share_is_disclosable then parts.total_share_high end as share_of_region_total_high,
    case
        when parts.total_share_is_disclosable and parts.total_share_low = parts.total_share_high
            then parts.total_share_low
    end as share_of_region_total,
    {{ published_shares('parts', 'share_of_nation') }},
    {{ published_status('parts') }},
    parts.resolution,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    parts.source_id
from parts
left join {{ ref('int_regions') }} as region on parts.region_code = region.region_code
