-- The layers of each taxonomy and the industries below them, with their own codes and names, and the common part and
-- the total as the marts name them. The layer itself has the industry `all`. A name is that of the file, that of the
-- same industry in another layer of the file, that of the project's labels, or the name in the file's column.
{% set deepest = 12 %}
with described as (
    select
        taxonomy_id, layer, coalesce(industry, 'all') as industry,
        max(parent) as parent, max(own_code) as own_code, max(name_ko) as name_ko, max(name_en) as name_en,
        min(raw_row) as position
    from {{ source('staged', 'taxonomies') }}
    group by taxonomy_id, layer, coalesce(industry, 'all')
),

-- a layer without a row of its own
every_level as {{ once() }} (
    select * from described
    union all
    select
        own.taxonomy_id, own.layer, 'all', cast(null as {{ dbt.type_string() }}),
        cast(null as {{ dbt.type_string() }}), cast(null as {{ dbt.type_string() }}),
        cast(null as {{ dbt.type_string() }}), min(own.position)
    from described as own
    left join described as layers
        on own.taxonomy_id = layers.taxonomy_id and own.layer = layers.layer and layers.industry = 'all'
    where layers.layer is null
    group by own.taxonomy_id, own.layer
),

below_1 as (
    select taxonomy_id, layer, industry, case when industry = 'all' then 0 else 1 end as depth
    from every_level
    where parent is null
),

{% for depth in range(2, deepest + 1) %}
below_{{ depth }} as (
    select own.taxonomy_id, own.layer, own.industry, {{ depth }} as depth
    from every_level as own
    inner join below_{{ depth - 1 }} as above
        on
            own.taxonomy_id = above.taxonomy_id and own.layer = above.layer and own.parent = above.industry
            and above.depth = {{ depth - 1 }}
),

{% endfor %}
depths as (
    {% for depth in range(1, deepest + 1) %}
    select taxonomy_id, layer, industry, depth from below_{{ depth }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

same_industry as (
    select taxonomy_id, industry, min(name_ko) as name_ko, min(name_en) as name_en
    from every_level
    where industry <> 'all'
    group by taxonomy_id, industry
),

named as (
    select taxonomy_id, max(title_ko) is not null or max(title_en) is not null as has_title
    from {{ source('staged', 'taxonomies') }}
    group by taxonomy_id
)

select
    own.taxonomy_id, own.layer, own.industry, own.parent, depths.depth, own.own_code,
    coalesce(own.name_ko, same.name_ko, label.name_ko, own.name_en, same.name_en, {{ level_id('own') }}) as name_ko,
    coalesce(own.name_en, same.name_en, label.name_en, own.name_ko, same.name_ko, {{ level_id('own') }}) as name_en,
    coalesce(label.sort_order, 99) as label_order,
    own.position
from every_level as own
inner join depths
    on own.taxonomy_id = depths.taxonomy_id and own.layer = depths.layer and own.industry = depths.industry
left join same_industry as same on own.taxonomy_id = same.taxonomy_id and own.industry = same.industry
left join {{ ref('labels') }} as label
    on
        label.kind = case when own.industry = 'all' then 'layer' else 'industry' end
        and label.code = {{ level_id('own') }}
union all
-- the project's labels of both are about the smart city: a taxonomy with a title of its own has neutral ones
select
    named.taxonomy_id, label.code, 'all', null, 0, null,
    case when not named.has_title then label.name_ko when label.code = 'common' then '공통' else '합계' end,
    case when not named.has_title then label.name_en when label.code = 'common' then 'Common' else 'Total' end,
    label.sort_order, cast(null as bigint)
from named
inner join {{ ref('labels') }} as label on label.kind = 'layer' and label.code in ('common', 'total')
