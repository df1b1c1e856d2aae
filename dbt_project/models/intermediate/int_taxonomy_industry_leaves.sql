-- The leaves of each industry of a layer: those of its own codes and of the industries below it.
{% set deepest = 12 %}
with levels as (
    select taxonomy_id, layer, industry, parent from {{ ref('int_taxonomy_levels') }} where industry <> 'all'
),

step_1 as (
    select taxonomy_id, layer, industry, industry as above, parent from levels
),

{% for depth in range(2, deepest + 1) %}
step_{{ depth }} as (
    select own.taxonomy_id, own.layer, own.industry, levels.industry as above, levels.parent
    from step_{{ depth - 1 }} as own
    inner join levels
        on own.taxonomy_id = levels.taxonomy_id and own.layer = levels.layer and own.parent = levels.industry
),

{% endfor %}
lines as (
    {% for depth in range(1, deepest + 1) %}
    select taxonomy_id, layer, industry, above from step_{{ depth }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    member.taxonomy_id, member.layer, lines.above as industry, member.ksic_revision, member.leaf_code,
    max(case when member.is_full then 1 else 0 end) = 1 as is_full,
    {{ combined_share('member.is_full', 'member.part_share') }} as part_share
from {{ ref('int_taxonomy_members') }} as member
inner join lines
    on
        member.taxonomy_id = lines.taxonomy_id and member.layer = lines.layer and member.industry = lines.industry
group by member.taxonomy_id, member.layer, lines.above, member.ksic_revision, member.leaf_code
