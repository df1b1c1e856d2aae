-- All sets, including those without a leaf (an exclusive layer whose leaves are all common).
with layers as (
    select distinct taxonomy_id, layer from {{ ref('stg_taxonomies__codes') }}
),

rules as (
    select distinct taxonomy_id, 'two_or_more' as overlap_rule from layers
    union all
    -- the rule of the report's Table 8 needs the three layers of the report
    select taxonomy_id, 'table_8' as overlap_rule
    from layers
    where layer in ('infrastructure', 'general_purpose', 'application')
    group by taxonomy_id
    having count(*) = 3
),

all_sets as (
    select
        taxonomy_id, 'layer/' || layer as set_id, 'layer' as set_kind,
        cast(null as {{ dbt.type_string() }}) as overlap_rule, layer,
        cast(null as {{ dbt.type_string() }}) as industry,
        cast(null as {{ dbt.type_string() }}) as combination,
        cast(null as {{ dbt.type_string() }}) as dropped_code
    from layers
    union all
    select
        rules.taxonomy_id, 'exclusive/' || rules.overlap_rule || '/' || layers.layer, 'exclusive',
        rules.overlap_rule, layers.layer, null, null, null
    from rules
    inner join layers on rules.taxonomy_id = layers.taxonomy_id
    union all
    select taxonomy_id, 'common/' || overlap_rule, 'common', overlap_rule, 'common', null, null, null from rules
    union all
    select distinct taxonomy_id, 'total', 'total', null, 'total', null, null, null from layers
    union all
    select distinct
        taxonomy_id, 'industry/' || layer || '/' || industry, 'industry', null, layer, industry, null, null
    from {{ ref('int_taxonomy_industry_leaves') }}
    union all
    select distinct taxonomy_id, set_id, 'combination', null, null, null, substr(set_id, 13), null
    from {{ ref('int_set_leaves') }}
    where set_id like 'combination/%'
    union all
    select distinct taxonomy_id, 'rest/' || substr(set_id, 13), 'rest', null, null, null, substr(set_id, 13), null
    from {{ ref('int_set_leaves') }}
    where set_id like 'combination/%'
    union all
    select distinct taxonomy_id, 'without/' || ksic_code, 'without', null, 'total', null, null, ksic_code
    from {{ ref('stg_taxonomies__codes') }}
)

select * from all_sets
