-- The combinations of layers that are published, and for each pattern (int_taxonomy_patterns) those that a leaf with it
-- may be in. A part of a leaf may be in any of the layers that have a part of it; it is in all that have it completely.
-- Only combinations of which some leaf may be part are listed: their number would double with each layer otherwise. For
-- the same reason a leaf that more than three layers have in part gives only the combinations with none, one and all of
-- these (`is_complete` is false for its taxonomy then).
with pattern_layers as {{ once() }} (
    select distinct
        own.taxonomy_id, own.pattern, own.layer, own.layer_order, own.is_full,
        counts.full_layers, counts.part_layers
    from {{ ref('int_taxonomy_leaf_layers') }} as own
    inner join {{ ref('int_taxonomy_patterns') }} as counts
        on own.taxonomy_id = counts.taxonomy_id and own.pattern = counts.pattern
),

parts as (
    select * from pattern_layers where not is_full
),

chosen as {{ once() }} (
    select taxonomy_id, pattern, layer as choice, layer, layer_order from parts
    union all
    {% for side in ['one', 'two'] %}
    select one.taxonomy_id, one.pattern, one.layer || '+' || two.layer, {{ side }}.layer, {{ side }}.layer_order
    from parts as one
    inner join parts as two
        on one.taxonomy_id = two.taxonomy_id and one.pattern = two.pattern and one.layer < two.layer
    where one.part_layers <= 3
    union all
    {% endfor %}
    select taxonomy_id, pattern, '*', layer, layer_order from parts where part_layers > 2
),

choices as (
    select distinct taxonomy_id, pattern, choice from chosen
    union
    select taxonomy_id, pattern, 'none' from pattern_layers where full_layers > 0
),

combination_members as (
    select taxonomy_id, pattern, choice, layer, layer_order from chosen
    union all
    select choices.taxonomy_id, choices.pattern, choices.choice, own.layer, own.layer_order
    from choices
    inner join pattern_layers as own
        on choices.taxonomy_id = own.taxonomy_id and choices.pattern = own.pattern and own.is_full
),

named as (
    select taxonomy_id, pattern, choice, {{ ordered_list('layer', 'layer_order, layer') }} as combination
    from combination_members
    group by taxonomy_id, pattern, choice
),

layers as {{ once() }} (
    select distinct named.taxonomy_id, named.combination, member.layer
    from named
    inner join combination_members as member
        on
            named.taxonomy_id = member.taxonomy_id and named.pattern = member.pattern
            and named.choice = member.choice
),

sizes as (
    select taxonomy_id, combination, count(*) as layers
    from layers
    group by taxonomy_id, combination
),

completeness as (
    select taxonomy_id, max(part_layers) <= 3 as is_complete
    from pattern_layers
    group by taxonomy_id
)

select
    own.taxonomy_id, own.pattern, layers.combination,
    max(own.full_layers) as full_layers,
    max(own.part_layers) as part_layers,
    sum(case when own.is_full then 0 else 1 end) as parts_inside,
    max(case when completeness.is_complete then 1 else 0 end) = 1 as is_complete
from pattern_layers as own
inner join layers on own.taxonomy_id = layers.taxonomy_id and own.layer = layers.layer
inner join sizes on layers.taxonomy_id = sizes.taxonomy_id and layers.combination = sizes.combination
inner join completeness on own.taxonomy_id = completeness.taxonomy_id
group by own.taxonomy_id, own.pattern, layers.combination
having count(*) = max(sizes.layers) and sum(case when own.is_full then 1 else 0 end) = max(own.full_layers)
