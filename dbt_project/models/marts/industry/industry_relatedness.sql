-- The proximity of two divisions is symmetric: each pair of int_industry_proximity has a row in both directions.
with both_directions as (
    select ksic_code as own_code, related_code as other_code, pairs.*
    from {{ ref('int_industry_proximity') }} as pairs
    union all
    select related_code as own_code, ksic_code as other_code, pairs.*
    from {{ ref('int_industry_proximity') }} as pairs
)

select
    pair.series,
    pair.ksic_revision,
    pair.measure,
    pair.own_code as ksic_code,
    pair.other_code as related_code,
    pair.proximity_low,
    pair.proximity_high,
    case when pair.proximity_low = pair.proximity_high then pair.proximity_low end as proximity,
    pair.jackknife_low,
    pair.jackknife_high,
    pair.jackknife_error,
    cast(pair.linked_low as integer) as linked_years_low,
    cast(pair.linked_high as integer) as linked_years_high,
    cast(case when pair.linked_low = pair.linked_high then pair.linked_low end as integer) as linked_years,
    cast(pair.years as integer) as years,
    cast(pair.provinces as integer) as provinces,
    cast(pair.observations as integer) as observations,
    cast(pair.undecided as integer) as undecided_observations,
    own.name_ko as industry_name_ko,
    own.name_en as industry_name_en,
    related.name_ko as related_name_ko,
    related.name_en as related_name_en
from both_directions as pair
inner join {{ ref('ksic') }} as own
    on pair.ksic_revision = own.ksic_revision and pair.own_code = own.ksic_code
inner join {{ ref('ksic') }} as related
    on pair.ksic_revision = related.ksic_revision and pair.other_code = related.ksic_code
