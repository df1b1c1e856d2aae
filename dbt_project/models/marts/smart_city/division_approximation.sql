-- A taxonomy of five-digit codes, approximated by whole divisions: a division belongs to a layer if at least the
-- threshold (per cent) of its five-digit codes are in that layer. Several thresholds show how much the share of the
-- nation depends on it. Divisions without a value are used with the bounds of int_undisclosed_bounds.
with thresholds as (
    {% for percent in var('approximation_thresholds') %}
    select {{ percent }} as threshold_percent
    {{ "union all" if not loop.last }}
    {% endfor %}
),

-- taxonomies of one revision that have codes below divisions
detailed_taxonomies as (
    select taxonomy_id
    from {{ ref('stg_taxonomies__codes') }}
    group by taxonomy_id
    having max(length(ksic_code)) > 2 and count(distinct ksic_revision) = 1
),

code_counts as (
    select tree.ksic_revision, tree.ancestor_code as division_code, count(*) as codes
    from {{ ref('int_ksic_ancestors') }} as tree
    inner join {{ ref('ksic') }} as leaf
        on tree.ksic_revision = leaf.ksic_revision and tree.ksic_code = leaf.ksic_code and leaf.depth = 5
    where tree.ancestor_depth = 2
    group by tree.ksic_revision, tree.ancestor_code
),

layer_divisions as (
    select
        member.taxonomy_id, substr(member.set_id, 7) as layer, member.ksic_revision,
        tree.ancestor_code as division_code, count(*) as codes
    from {{ ref('int_set_leaves') }} as member
    inner join detailed_taxonomies on member.taxonomy_id = detailed_taxonomies.taxonomy_id
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on
            member.ksic_revision = tree.ksic_revision and member.leaf_code = tree.ksic_code
            and tree.ancestor_depth = 2
    -- a partly covered code does not count
    where member.set_id like 'layer/%' and member.is_full
    group by member.taxonomy_id, substr(member.set_id, 7), member.ksic_revision, tree.ancestor_code
),

included_divisions as {{ once() }} (
    select
        layer_divisions.taxonomy_id, thresholds.threshold_percent, layer_divisions.layer, layer_divisions.ksic_revision,
        layer_divisions.division_code
    from layer_divisions
    inner join code_counts
        on
            layer_divisions.ksic_revision = code_counts.ksic_revision
            and layer_divisions.division_code = code_counts.division_code
    inner join thresholds on layer_divisions.codes * 100 >= thresholds.threshold_percent * code_counts.codes
),

-- the taxonomy of divisions that has the same content at this threshold
contents as (
    select
        taxonomy_id, threshold_percent,
        {{ ordered_list(
            "concat(layer, '/', ksic_revision, '/', division_code)", "layer, ksic_revision, division_code"
        ) }} as content
    from included_divisions
    group by taxonomy_id, threshold_percent
),

known_contents as (
    select
        taxonomy_id,
        {{ ordered_list(
            "concat(layer, '/', ksic_revision, '/', ksic_code, case when coverage = 'part' then '*' else '' end)",
            "layer, ksic_revision, ksic_code, coverage"
        ) }} as content
    from (
        select distinct taxonomy_id, layer, ksic_revision, ksic_code, coverage from {{ ref('stg_taxonomies__codes') }}
    ) as members
    group by taxonomy_id
),

same as (
    select contents.taxonomy_id, contents.threshold_percent, min(known_contents.taxonomy_id) as same_taxonomy_id
    from contents
    inner join known_contents on contents.content = known_contents.content
    group by contents.taxonomy_id, contents.threshold_percent
),

members as (
    select taxonomy_id, threshold_percent, layer, ksic_revision, division_code from included_divisions
    union all
    select distinct taxonomy_id, threshold_percent, 'total', ksic_revision, division_code from included_divisions
    union all
    select taxonomy_id, threshold_percent, 'common', ksic_revision, division_code
    from included_divisions
    group by taxonomy_id, threshold_percent, ksic_revision, division_code
    having count(*) >= 2
),

sets as (
    select
        *, count(*) over (partition by taxonomy_id, threshold_percent, layer) as set_size
    from members
),

cells as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.measure,
        coalesce(cell.value, bounds.value_low) as value_low,
        coalesce(cell.value, bounds.value_high) as value_high
    from {{ ref('int_cells') }} as cell
    left join {{ ref('int_undisclosed_bounds') }} as bounds
        on
            cell.series = bounds.series and cell.year = bounds.year and cell.measure = bounds.measure
            and cell.region_code = bounds.region_code and cell.ksic_code = bounds.ksic_code
            and {{ in_slice('bounds.year') }}
    where cell.level = 'division' and {{ in_slice('cell.year') }}
),

summed as (
    select
        sets.taxonomy_id, sets.threshold_percent, cells.series, cells.year, cells.region_code, sets.layer,
        cells.measure, count(*) as divisions,
        cast(sum(cells.value_low) as bigint) as value_low,
        cast(sum(cells.value_high) as bigint) as value_high
    from sets
    inner join cells on sets.ksic_revision = cells.ksic_revision and sets.division_code = cells.ksic_code
    group by
        sets.taxonomy_id, sets.threshold_percent, cells.series, cells.year, cells.region_code, sets.layer,
        cells.measure
    -- no sum where a division has no cell, or no upper bound
    having count(*) = max(sets.set_size) and count(cells.value_high) = count(*)
),

published_totals as (
    select
        series, year, region_code, measure, region_name_ko, region_name_en, source_id
    from {{ ref('industry_share') }}
    where level = 'total' and {{ in_slice('year') }}
),

compared as (
    select
        own.*,
        same.same_taxonomy_id, total.region_name_ko, total.region_name_en, total.source_id,
        case
            when nation.value_high = 0 then null
            when own.region_code = '00' then 1.0
            else least(1.0, own.value_low * 1e0 / nullif(nation.value_high, 0))
        end as share_low,
        case
            when nation.value_high = 0 then null
            when own.region_code = '00' then 1.0
            else least(1.0, coalesce(own.value_high * 1e0 / nullif(nation.value_low, 0), 1.0))
        end as share_high
    from summed as own
    inner join summed as nation
        on
            own.taxonomy_id = nation.taxonomy_id and own.threshold_percent = nation.threshold_percent
            and own.series = nation.series and own.year = nation.year and own.layer = nation.layer
            and own.measure = nation.measure and nation.region_code = '00'
    inner join published_totals as total
        on
            own.series = total.series and own.year = total.year and own.region_code = total.region_code
            and own.measure = total.measure
    left join same on own.taxonomy_id = same.taxonomy_id and own.threshold_percent = same.threshold_percent
)

select
    compared.taxonomy_id,
    compared.threshold_percent,
    compared.series,
    compared.year,
    compared.region_code,
    compared.layer,
    compared.measure,
    compared.same_taxonomy_id,
    cast(compared.divisions as integer) as divisions,
    compared.value_low,
    compared.value_high,
    case when compared.value_low = compared.value_high then compared.value_low end as value,
    compared.share_low,
    compared.share_high,
    case when compared.share_low = compared.share_high then compared.share_low end as share,
    case when compared.value_low = compared.value_high then 'exact' else 'bounded' end as status,
    compared.region_name_ko,
    compared.region_name_en,
    coalesce(label.name_ko, compared.layer) as layer_name_ko,
    coalesce(label.name_en, compared.layer) as layer_name_en,
    compared.source_id
from compared
left join {{ ref('int_taxonomy_levels') }} as label
    on compared.taxonomy_id = label.taxonomy_id and compared.layer = label.layer and label.industry = 'all'
