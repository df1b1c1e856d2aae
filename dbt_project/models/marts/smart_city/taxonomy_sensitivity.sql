with compared as (
    select
        without.*,
        total.share_low as full_share_low,
        total.share_high as full_share_high,
        total.is_suppressed or total.nation_is_suppressed as total_is_hidden
    from {{ ref('int_set_bounds') }} as without
    inner join {{ ref('int_set_bounds') }} as total
        on
            without.taxonomy_id = total.taxonomy_id
            and without.series = total.series and without.year = total.year
            and without.region_code = total.region_code and without.measure = total.measure
            and total.set_kind = 'total' and {{ in_slice('total.year') }}
    where without.set_kind = 'without' and {{ in_slice('without.year') }}
)

select
    compared.taxonomy_id,
    compared.series,
    compared.year,
    compared.region_code,
    compared.dropped_code,
    compared.measure,
    {{ published_shares('compared') }},
    case when not compared.total_is_hidden then compared.full_share_low end as full_share_low,
    case when not compared.total_is_hidden then compared.full_share_high end as full_share_high,
    case
        when {{ share_is_told('compared') }} and not compared.total_is_hidden
            and compared.share_low = compared.share_high
            and compared.full_share_low = compared.full_share_high
            then compared.share_low - compared.full_share_low
    end as change,
    {{ published_status('compared') }},
    compared.resolution,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    compared.source_id
from compared
left join {{ ref('int_regions') }} as region on compared.region_code = region.region_code
