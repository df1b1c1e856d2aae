-- A row is a five-digit sub-class (layer `all`), a layer of a taxonomy (code TOTAL), all workplaces (TOTAL, `all`) or
-- the workplaces whose industry name matches no sub-class (UNMATCHED, `all`). Numbers of persons are suppressed for
-- fewer workplaces than the disclosure threshold. Taxonomies of another KSIC revision than the data have no rows.
-- The region UNPLACED has the workplaces whose province code is not known; the nation includes them.
with region_rows as (
    select source_id, month, region_code, ksic_revision, ksic_code, workplaces, withdrawn, insured, joined, lost
    from {{ source('staged', 'nps_workplaces') }}
    union all
    select source_id, month, '00', ksic_revision, ksic_code, workplaces, withdrawn, insured, joined, lost
    from {{ source('staged', 'nps_workplaces') }}
),

layers as (
    select distinct tax.taxonomy_id, tax.layer, tree.ksic_revision, tree.ksic_code
    from {{ source('staged', 'taxonomies') }} as tax
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on tax.ksic_revision = tree.ksic_revision and tax.ksic_code = tree.ancestor_code
    where length(tree.ksic_code) = 5
    union
    -- the total of a taxonomy includes a sub-class once, even if it is in several layers
    select distinct tax.taxonomy_id, 'total', tree.ksic_revision, tree.ksic_code
    from {{ source('staged', 'taxonomies') }} as tax
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on tax.ksic_revision = tree.ksic_revision and tax.ksic_code = tree.ancestor_code
    where length(tree.ksic_code) = 5
),

rows_by_group as (
    select 'none' as taxonomy_id, 'all' as layer, coalesce(ksic_code, 'UNMATCHED') as code, region_rows.*
    from region_rows
    union all
    select 'none', 'all', 'TOTAL', region_rows.* from region_rows
    union all
    select layers.taxonomy_id, layers.layer, 'TOTAL', region_rows.*
    from region_rows
    inner join layers
        on region_rows.ksic_revision = layers.ksic_revision and region_rows.ksic_code = layers.ksic_code
),

summed as (
    select
        month, region_code, taxonomy_id, layer, ksic_revision, code,
        min(source_id) as source_id,
        sum(workplaces) as workplaces,
        sum(withdrawn) as withdrawn,
        sum(insured) as insured,
        sum(joined) as joined,
        sum(lost) as lost
    from rows_by_group
    group by month, region_code, taxonomy_id, layer, ksic_revision, code
)

{% set is_disclosable = 'summed.workplaces >= ' ~ var('disclosure_threshold') %}
select
    cast(summed.month as date) as month,
    cast(summed.region_code as {{ dbt.type_string() }}) as region_code,
    cast(summed.taxonomy_id as {{ dbt.type_string() }}) as taxonomy_id,
    cast(summed.layer as {{ dbt.type_string() }}) as layer,
    cast(summed.ksic_revision as {{ dbt.type_string() }}) as ksic_revision,
    cast(summed.code as {{ dbt.type_string() }}) as ksic_code,
    cast(summed.source_id as {{ dbt.type_string() }}) as source_id,
    cast(
        case when summed.region_code = 'UNPLACED' then '지역 미상' else region.name_ko end as {{ dbt.type_string() }}
    ) as region_name_ko,
    cast(
        case when summed.region_code = 'UNPLACED' then 'Region not known' else region.name_en end
        as {{ dbt.type_string() }}
    ) as region_name_en,
    cast(industry.name_ko as {{ dbt.type_string() }}) as industry_name_ko,
    cast(industry.name_en as {{ dbt.type_string() }}) as industry_name_en,
    cast(summed.workplaces as bigint) as workplaces,
    cast(summed.withdrawn as bigint) as withdrawn,
    cast(case when {{ is_disclosable }} then summed.insured end as bigint) as insured,
    cast(case when {{ is_disclosable }} then summed.joined end as bigint) as joined,
    cast(case when {{ is_disclosable }} then summed.lost end as bigint) as {{ quoted('left') }},
    cast(case when {{ is_disclosable }} then 'observed' else 'suppressed' end as {{ dbt.type_string() }}) as status
from summed
left join {{ ref('regions') }} as region
    on summed.region_code = region.region_code
left join {{ ref('ksic') }} as industry
    on summed.ksic_revision = industry.ksic_revision and summed.code = industry.ksic_code
