-- Similarity of the structures of two provinces over the KSIC divisions: 1 - half the sum of the absolute differences
-- of their shares. Cells without a value are used with the bounds of int_division_shares, as in
-- regional_specialisation: in a year without a suppressed cell the shares of both add up to 1, and the distance is
-- twice either sum of differences of one sign.
with shares as {{ once() }} (
    select
        shares.series, shares.year, shares.region_code, shares.ksic_code, shares.measure, shares.is_unsuppressed,
        shares.is_disclosed, shares.share_low, shares.share_high
    from {{ ref('int_division_shares') }} as shares
    inner join {{ ref('int_regions') }} as region
        on shares.region_code = region.region_code and region.region_level = 'province'
    where {{ in_slice('shares.year') }}
),

summed as (
    select
        own.series, own.year, own.measure, own.region_code, other.region_code as other_region_code,
        own.is_unsuppressed,
        {{ share_distances('own.share_low', 'own.share_high', 'other.share_low', 'other.share_high') }},
        sum(case when own.is_disclosed and other.is_disclosed then 0 else 1 end) as undisclosed
    from shares as own
    inner join shares as other
        on
            own.series = other.series and own.year = other.year and own.measure = other.measure
            and own.ksic_code = other.ksic_code and own.region_code <> other.region_code
    group by own.series, own.year, own.measure, own.region_code, other.region_code, own.is_unsuppressed
),

bounded as (
    select
        *,
        {{ distance_bounds('undisclosed') }}
    from summed
),

compared as (
    select
        *,
        1 - least(2.0, greatest(least_distance, greatest_distance)) / 2 as similarity_low,
        1 - least(2.0, least_distance) / 2 as similarity_high
    from bounded
)

select
    compared.series,
    compared.year,
    compared.measure,
    compared.region_code,
    compared.other_region_code,
    compared.similarity_low,
    compared.similarity_high,
    case when compared.similarity_low = compared.similarity_high then compared.similarity_low end as similarity,
    cast(compared.undisclosed as integer) as undisclosed_divisions,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    other.name_ko as other_region_name_ko,
    other.name_en as other_region_name_en
from compared
left join {{ ref('int_regions') }} as region on compared.region_code = region.region_code
left join {{ ref('int_regions') }} as other on compared.other_region_code = other.region_code
