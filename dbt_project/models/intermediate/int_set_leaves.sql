-- The leaves of every set that a mart needs, with is_full where the set has the whole leaf. A set is a layer
-- (inclusive), a layer without its common part (exclusive), the common part, the total, an industry, a combination of
-- layers, the total without a combination (rest), or the total without one code. part_share is the share of the leaf
-- that belongs to the set: 1 where it is full, null where the taxonomy does not say enough.
{% set rules = ['two_or_more', 'table_8'] %}
with leaf_layers as {{ once() }} (
    select * from {{ ref('int_taxonomy_leaf_layers') }}
),

-- part_share is that of the only layer that has a part of the leaf
leaves as {{ once() }} (
    select
        own.taxonomy_id, own.ksic_revision, own.leaf_code, own.pattern,
        max(case when counts.part_layers = 1 and not own.is_full then own.part_share end) as part_share,
        {% for column in [
            'full_layers', 'part_layers', 'full_general_purpose', 'any_general_purpose', 'full_others', 'any_others'
        ] %}
        max(counts.{{ column }}) as {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from leaf_layers as own
    inner join {{ ref('int_taxonomy_patterns') }} as counts
        on own.taxonomy_id = counts.taxonomy_id and own.pattern = counts.pattern
    group by own.taxonomy_id, own.ksic_revision, own.leaf_code, own.pattern
),

-- whether the leaf is common with the layers that have it completely, with all its layers, and with these and the
-- layer of the row
layer_leaves as {{ once() }} (
    select
        own.taxonomy_id, own.ksic_revision, own.leaf_code, own.layer, own.is_full,
        leaf.part_layers, leaf.part_share,
        {% for rule in rules %}
        {{ is_common(rule, 'leaf.full_layers + leaf.part_layers', 'leaf.any_general_purpose', 'leaf.any_others') }}
            as may_be_{{ rule }},
        {{ is_common(
            rule,
            'leaf.full_layers + case when own.is_full then 0 else 1 end',
            "leaf.full_general_purpose + case when own.layer = 'general_purpose' then 1 else 0 end",
            "leaf.full_others + case when own.layer in ('infrastructure', 'application') then 1 else 0 end"
        ) }} as is_{{ rule }}{{ "," if not loop.last }}
        {% endfor %}
    from leaf_layers as own
    inner join leaves as leaf
        on
            own.taxonomy_id = leaf.taxonomy_id and own.ksic_revision = leaf.ksic_revision
            and own.leaf_code = leaf.leaf_code
),

combinations as (
    select distinct taxonomy_id, combination from {{ ref('int_taxonomy_combinations') }}
),

placed as (
    select leaves.*, combinations.combination, possible.parts_inside
    from leaves
    inner join combinations on leaves.taxonomy_id = combinations.taxonomy_id
    left join {{ ref('int_taxonomy_combinations') }} as possible
        on
            leaves.taxonomy_id = possible.taxonomy_id and leaves.pattern = possible.pattern
            and combinations.combination = possible.combination
),

code_leaves as (
    select
        taxonomy_id, ksic_revision, leaf_code, ksic_code,
        max(case when is_full then 1 else 0 end) as is_full
    from {{ ref('int_taxonomy_members') }}
    group by taxonomy_id, ksic_revision, leaf_code, ksic_code
),

code_counts as (
    select taxonomy_id, ksic_revision, leaf_code, count(*) as codes, sum(is_full) as full_codes
    from code_leaves
    group by taxonomy_id, ksic_revision, leaf_code
)

select taxonomy_id, 'layer/' || layer as set_id, ksic_revision, leaf_code, is_full, part_share
from leaf_layers
{% for rule in rules %}
union all
select
    taxonomy_id, 'exclusive/{{ rule }}/' || layer, ksic_revision, leaf_code,
    is_full and not may_be_{{ rule }},
    case
        when is_full and not may_be_{{ rule }} then 1e0
        when part_layers = 1 and is_full then 1 - part_share
        when part_layers = 1 then part_share
    end
from layer_leaves
where not is_{{ rule }}
union all
select
    taxonomy_id, 'common/{{ rule }}', ksic_revision, leaf_code,
    {{ is_common(rule, 'full_layers', 'full_general_purpose', 'full_others') }},
    case
        when {{ is_common(rule, 'full_layers', 'full_general_purpose', 'full_others') }} then 1e0
        else part_share
    end
from leaves
where {{ is_common(rule, 'full_layers + part_layers', 'any_general_purpose', 'any_others') }}
{% endfor %}
union all
select
    taxonomy_id, 'total', ksic_revision, leaf_code, full_layers > 0,
    case when full_layers > 0 then 1e0 else part_share end
from leaves
union all
select taxonomy_id, 'industry/' || layer || '/' || industry, ksic_revision, leaf_code, is_full, part_share
from {{ ref('int_taxonomy_industry_leaves') }}
union all
select
    taxonomy_id, 'combination/' || combination, ksic_revision, leaf_code, part_layers = 0,
    case when part_layers = 0 then 1e0 when parts_inside = 1 then part_share else 1 - part_share end
from placed
where parts_inside is not null
union all
-- a leaf of which all may be in the combination is in the rest too, unless no part of it can be anywhere else
select
    taxonomy_id, 'rest/' || combination, ksic_revision, leaf_code, parts_inside is null and full_layers > 0,
    case when parts_inside is null and full_layers > 0 then 1e0 end
from placed
where parts_inside is null or full_layers + part_layers > 1 and part_layers > 0
union all
select
    counts.taxonomy_id, 'without/' || dropped.ksic_code, counts.ksic_revision, counts.leaf_code,
    counts.full_codes > coalesce(own.is_full, 0),
    case when counts.full_codes > coalesce(own.is_full, 0) then 1e0 end
from code_counts as counts
inner join (select distinct taxonomy_id, ksic_code from code_leaves) as dropped
    on counts.taxonomy_id = dropped.taxonomy_id
left join code_leaves as own
    on
        counts.taxonomy_id = own.taxonomy_id and counts.ksic_revision = own.ksic_revision
        and counts.leaf_code = own.leaf_code and dropped.ksic_code = own.ksic_code
where counts.codes > case when own.ksic_code is null then 0 else 1 end
