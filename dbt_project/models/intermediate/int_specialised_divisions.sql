-- Whether the location quotient of a division in a province is above 1. For cells without a value the bounds of
-- int_division_shares are used, which reveal no suppressed cell: what they leave open is possible and not certain.
select
    shares.series, shares.year, shares.region_code, shares.ksic_revision, shares.ksic_code, shares.measure,
    case when shares.share_low > shares.national_share_high then 1 else 0 end as certain,
    case when shares.share_high > shares.national_share_low then 1 else 0 end as possible
from {{ ref('int_division_shares') }} as shares
inner join {{ ref('int_regions') }} as region
    on shares.region_code = region.region_code and region.region_level = 'province'
where {{ in_slice('shares.year') }}
