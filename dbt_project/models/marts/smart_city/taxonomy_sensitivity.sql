-- The share of the nation without one code, and its change. Without the code the share changes by
-- (D / S) * (share without the code - share of the code), where D is the national value of the code and S that of all
-- codes. So the change is limited by the difference of the bounds and by the greatest D / S.
with greatest_dropped as (
    select
        dropped.taxonomy_id, dropped.dropped_code, cell.series, cell.year, cell.measure, min(cell.value) as value_high
    from (
        select taxonomy_id, ksic_code as dropped_code, min(ksic_revision) as ksic_revision
        from {{ ref('stg_taxonomies__codes') }}
        group by taxonomy_id, ksic_code
        having count(distinct ksic_revision) = 1
    ) as dropped
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on dropped.ksic_revision = tree.ksic_revision and dropped.dropped_code = tree.ksic_code
    inner join {{ ref('int_cells') }} as cell
        on
            tree.ksic_revision = cell.ksic_revision and tree.ancestor_code = cell.ksic_code
            and cell.region_code = '00' and {{ in_slice('cell.year') }}
    group by dropped.taxonomy_id, dropped.dropped_code, cell.series, cell.year, cell.measure
),

compared as (
    select
        without.*,
        total.share_low as full_share_low,
        total.share_high as full_share_high,
        {{ share_is_disclosable('without') }} and {{ share_is_disclosable('total') }} as change_is_disclosable,
        total.is_suppressed or total.nation_is_suppressed as total_is_suppressed,
        coalesce(
            greatest_dropped.value_high * 1e0 / nullif(greatest_dropped.value_high + without.national_value_low, 0), 1.0
        ) as greatest_dropped_share
    from {{ ref('int_set_bounds') }} as without
    inner join {{ ref('int_set_bounds') }} as total
        on
            without.taxonomy_id = total.taxonomy_id
            and without.series = total.series and without.year = total.year
            and without.region_code = total.region_code and without.measure = total.measure
            and total.set_kind = 'total' and {{ in_slice('total.year') }}
    left join greatest_dropped
        on
            without.taxonomy_id = greatest_dropped.taxonomy_id and without.dropped_code = greatest_dropped.dropped_code
            and without.series = greatest_dropped.series and without.year = greatest_dropped.year
            and without.measure = greatest_dropped.measure
    where without.set_kind = 'without' and {{ in_slice('without.year') }}
),

changed as (
    select
        *,
        case
            when share_low = share_high and full_share_low = full_share_high then share_low - full_share_low
            else greatest(share_low - full_share_high, greatest_dropped_share * (share_low - 1))
        end as change_low,
        case
            when share_low = share_high and full_share_low = full_share_high then share_low - full_share_low
            else least(share_high - full_share_low, greatest_dropped_share * share_high)
        end as change_high
    from compared
)

select
    changed.taxonomy_id,
    changed.series,
    changed.year,
    changed.region_code,
    changed.dropped_code,
    changed.measure,
    {{ published_shares('changed') }},
    case when not changed.total_is_suppressed then changed.full_share_low end as full_share_low,
    case when not changed.total_is_suppressed then changed.full_share_high end as full_share_high,
    case when changed.change_is_disclosable then changed.change_low end as change_low,
    case when changed.change_is_disclosable then changed.change_high end as change_high,
    case
        when changed.change_is_disclosable and changed.change_low = changed.change_high then changed.change_low
    end as change,
    {{ published_status('changed') }},
    changed.resolution,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    changed.source_id
from changed
left join {{ ref('int_regions') }} as region on changed.region_code = region.region_code
