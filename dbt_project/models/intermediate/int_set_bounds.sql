-- Each set of leaves in each region and year, one row per measure: bounds, bounds of its share of the nation (computed
-- jointly with the other regions), and whether the value must be suppressed.
with regional as (
    select
        sets.taxonomy_id, sets.set_id, sets.set_kind, sets.overlap_rule, sets.layer, sets.industry,
        sets.combination, sets.dropped_code, roots.set_part_id,
        cell.cell_id, cell.series, cell.year, cell.region_code, cell.parent_region_code,
        coalesce(part.e_lo, 0) as e_lo, coalesce(part.e_hi, 0) as e_hi,
        coalesce(part.w_lo, 0) as w_lo, coalesce(part.w_hi, 0) as w_hi,
        coalesce(part.other_e_lo, 0) as other_e_lo, coalesce(part.other_e_hi, 0) as other_e_hi,
        coalesce(part.other_w_lo, 0) as other_w_lo, coalesce(part.other_w_hi, 0) as other_w_hi
    from {{ ref('int_sets') }} as sets
    inner join (
        select distinct taxonomy_id, ksic_revision from {{ ref('int_set_nodes') }}
    ) as reached on sets.taxonomy_id = reached.taxonomy_id
    inner join {{ ref('int_cell_bounds') }} as cell
        on reached.ksic_revision = cell.ksic_revision and cell.ksic_code = 'TOTAL'
    -- the value of a set is its part of all industries; a set without leaves has no part
    left join {{ ref('int_set_nodes') }} as roots
        on
            sets.taxonomy_id = roots.taxonomy_id and sets.set_id = roots.set_id
            and cell.ksic_revision = roots.ksic_revision and roots.ksic_code = 'TOTAL'
    left join {{ ref('int_set_part_bounds') }} as part
        on roots.set_part_id = part.set_part_id and cell.cell_id = part.cell_id and {{ in_slice('part.year') }}
    where {{ in_slice('cell.year') }}
),

long as (
    select
        *, 'establishments' as measure,
        e_lo as lo, e_hi as hi, other_e_lo as other_lo, other_e_hi as other_hi
    from regional
    union all
    select
        *, 'employees' as measure,
        w_lo as lo, w_hi as hi, other_w_lo as other_lo, other_w_hi as other_hi
    from regional
),

-- the combinations add up to the total, and so do the exclusive layers with the common part
with_sums as (
    select
        long.*, coalesce(completeness.is_complete, false) as has_all_combinations,
        sum(case when set_kind = 'combination' then lo else 0 end) over all_sets as combinations_lo,
        sum(case when set_kind = 'combination' then hi else 0 end) over all_sets as combinations_hi,
        sum(case when set_kind in ('exclusive', 'common') and overlap_rule = 'two_or_more' then lo else 0 end)
            over all_sets as parts_lo,
        sum(case when set_kind in ('exclusive', 'common') and overlap_rule = 'two_or_more' then hi else 0 end)
            over all_sets as parts_hi
    from long
    left join (
        select distinct taxonomy_id, is_complete from {{ ref('int_taxonomy_combinations') }}
    ) as completeness on long.taxonomy_id = completeness.taxonomy_id
    window all_sets as (partition by long.taxonomy_id, series, year, region_code, measure)
),

with_tight_total as (
    select
        taxonomy_id, set_id, set_kind, overlap_rule, layer, industry, combination, dropped_code,
        set_part_id, cell_id, series, year, region_code, parent_region_code, e_lo, e_hi, measure,
        cast(
            case when set_kind = 'total' then greatest(lo, combinations_lo, parts_lo) else lo end as bigint
        ) as lo,
        cast(
            case
                when set_kind = 'total' and has_all_combinations then least(hi, combinations_hi, parts_hi)
                when set_kind = 'total' then least(hi, parts_hi)
                else hi
            end as bigint
        ) as hi,
        other_lo, other_hi
    from with_sums
),

with_nation as (
    select
        *,
        max(case when region_code = '00' then lo end) over nationwide as nation_lo,
        max(case when region_code = '00' then hi end) over nationwide as nation_hi,
        sum(case when parent_region_code = '00' then lo else 0 end) over nationwide as provinces_lo,
        sum(case when parent_region_code = '00' then hi else 0 end) over nationwide as provinces_hi
    from with_tight_total
    window nationwide as (partition by taxonomy_id, set_id, series, year, measure)
),

-- the least share needs the greatest value of the other regions, and the greatest share their least
with_denominators as (
    select
        *,
        case
            when parent_region_code = '00' then least(nation_hi, lo + provinces_hi - hi, lo + other_hi)
            else nation_hi
        end as denominator_of_least,
        case
            when parent_region_code = '00' then greatest(nation_lo, hi + provinces_lo - lo, hi + other_lo)
            else greatest(nation_lo, hi)
        end as denominator_of_greatest
    from with_nation
),

-- regions with published cells; the others are known only as the nation less the published regions
published_regions as (
    select series, year, region_code, {{ ordered_list('source_id', 'source_id') }} as source_id
    from (
        select distinct series, year, region_code, source_id from {{ ref('stg_census__cells') }}
        where {{ in_slice('year') }}
    ) as sources
    group by series, year, region_code
),

bounded as (
    select
        own.taxonomy_id, own.set_id, own.set_kind, own.overlap_rule, own.layer, own.industry,
        own.combination, own.dropped_code, own.series, own.year, own.region_code, own.measure,
        published.source_id,
        own.lo as value_low,
        own.hi as value_high,
        own.nation_lo as national_value_low,
        own.nation_hi as national_value_high,
        case
            when own.nation_hi = 0 then null
            when own.region_code = '00' then 1.0
            when not ({{ is_limited('own.denominator_of_least') }}) then 0.0
            else coalesce(own.lo * 1e0 / nullif(own.denominator_of_least, 0), 0.0)
        end as share_low,
        case
            when own.nation_hi = 0 then null
            when own.region_code = '00' then 1.0
            else least(1.0, coalesce(own.hi * 1e0 / nullif(own.denominator_of_greatest, 0), 0.0))
        end as share_high,
        coalesce(contributors.suppressed_cells, 0) as suppressed_cells,
        case
            when coalesce(contributors.coarse_cells, 0) = 0 then 'leaf'
            when coalesce(contributors.fine_cells, 0) = 0 then 'coarse'
            else 'mixed'
        end as resolution,
        -- the agency's rule applied to our aggregates: too few establishments, or only one suppressed cell
        own.measure = 'employees' and own.hi > 0 and (
            own.e_hi < {{ var('disclosure_threshold') }}
            or (own.lo = own.hi and own.e_lo < {{ var('disclosure_threshold') }})
            or own.e_hi <= coalesce(contributors.suppressed_inside, 0)
            or (coalesce(contributors.suppressed_cells, 0) = 1 and coalesce(contributors.disclosable_cells, 0) = 0)
        ) as is_suppressed
    from with_denominators as own
    inner join published_regions as published
        on own.series = published.series and own.year = published.year and own.region_code = published.region_code
    left join {{ ref('int_set_part_contributors') }} as contributors
        on
            own.set_part_id = contributors.set_part_id and own.cell_id = contributors.cell_id
            and {{ in_slice('contributors.year') }}
),

-- a value that is suppressed for a region is suppressed for its subregions too
with_parent_suppression as (
    select
        *,
        max(case when region_code = '00' and is_suppressed then 1 else 0 end) over (
            partition by taxonomy_id, set_id, series, year, measure
        ) = 1 as nation_is_suppressed,
        max(case when length(region_code) = 2 and is_suppressed then 1 else 0 end) over (
            partition by taxonomy_id, set_id, series, year, measure, substr(region_code, 1, 2)
        ) = 1 as province_is_suppressed
    from bounded
)

-- a value without an upper limit (of a measure that no source has) is unknown
select
    taxonomy_id, set_id, set_kind, overlap_rule, layer, industry, combination, dropped_code,
    series, year, region_code, measure, source_id,
    case when {{ is_limited('value_high') }} then value_low end as value_low,
    case when {{ is_limited('value_high') }} then value_high end as value_high,
    case when {{ is_limited('national_value_high') }} then national_value_low end as national_value_low,
    case when {{ is_limited('national_value_high') }} then national_value_high end as national_value_high,
    case when {{ is_limited('value_high') }} then share_low end as share_low,
    case when {{ is_limited('value_high') }} then share_high end as share_high,
    suppressed_cells, resolution,
    is_suppressed or (value_high > 0 and (nation_is_suppressed or province_is_suppressed)) as is_suppressed,
    nation_is_suppressed
from with_parent_suppression
