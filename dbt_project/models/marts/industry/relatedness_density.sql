-- How much of what is related to a division a province specialises in: the proximities of the divisions with a location
-- quotient above 1, divided by the proximities of all divisions but itself (relatedness_density of EconGeo, which gives
-- it in per cent). Open observations and bounded proximities take the value that makes the density least or greatest.
with summed as (
    select
        own.series, own.year, own.region_code, own.ksic_revision, own.ksic_code, own.measure,
        own.certain, own.possible,
        {{ exact_sum('case when other.certain = 1 then relatedness.proximity_low else 0.0 end') }} as present_low,
        {{ exact_sum('case when other.certain = 0 then relatedness.proximity_high else 0.0 end') }} as missing_high,
        {{ exact_sum('case when other.possible = 1 then relatedness.proximity_high else 0.0 end') }} as present_high,
        {{ exact_sum('case when other.possible = 0 then relatedness.proximity_low else 0.0 end') }} as missing_low,
        sum(other.possible - other.certain) as undecided
    from {{ ref('int_specialised_divisions') }} as own
    inner join {{ ref('int_specialised_divisions') }} as other
        on
            own.series = other.series and own.year = other.year and own.region_code = other.region_code
            and own.ksic_revision = other.ksic_revision and own.measure = other.measure
            and own.ksic_code <> other.ksic_code
            and {{ in_slice('other.year') }}
    inner join {{ ref('industry_relatedness') }} as relatedness
        on
            own.series = relatedness.series and own.ksic_revision = relatedness.ksic_revision
            and own.measure = relatedness.measure and own.ksic_code = relatedness.ksic_code
            and other.ksic_code = relatedness.related_code
    where {{ in_slice('own.year') }} and relatedness.proximity_low is not null
    group by
        own.series, own.year, own.region_code, own.ksic_revision, own.ksic_code, own.measure, own.certain, own.possible
),

bounded as (
    select
        *,
        present_low / nullif(present_low + missing_high, 0.0) as density_low,
        coalesce(
            present_high / nullif(present_high + missing_low, 0.0),
            present_low / nullif(present_low + missing_high, 0.0)
        ) as density_high
    from summed
)

select
    bounded.series,
    bounded.year,
    bounded.region_code,
    bounded.ksic_revision,
    bounded.ksic_code,
    bounded.measure,
    bounded.density_low,
    bounded.density_high,
    case when bounded.density_low = bounded.density_high then bounded.density_low end as density,
    case when bounded.certain = bounded.possible then bounded.certain = 1 end as is_specialised,
    cast(bounded.undecided as integer) as undecided_industries,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    code.name_ko as industry_name_ko,
    code.name_en as industry_name_en
from bounded
inner join {{ ref('ksic') }} as code
    on bounded.ksic_revision = code.ksic_revision and bounded.ksic_code = code.ksic_code
left join {{ ref('int_regions') }} as region on bounded.region_code = region.region_code
