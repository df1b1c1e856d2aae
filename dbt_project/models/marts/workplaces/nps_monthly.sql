-- A row is a five-digit class (layer `all`), a layer of a taxonomy (class TOTAL), everything (TOTAL, `all`) or
-- what matches no class (UNMATCHED, `all`). Counts of people on fewer workplaces than the disclosure threshold
-- are suppressed. A class of which only some counterparts belong to a taxonomy of another revision is in part.
with counted as (
    select
        month, region_code, taxonomy_id, layer, ksic_revision, code, whole_code, source_id, workplaces, withdrawn,
        insured_low, insured_high, joined, lost, is_suppressed
    from {{ ref('int_pension_files') }}
    union all
    select
        month, region_code, taxonomy_id, layer, ksic_revision, code, whole_code, source_id, workplaces, null,
        insured_low, insured_high, null, null, is_suppressed
    from {{ ref('int_pension_aggregates') }}
)

{% set is_disclosable = 'not counted.is_suppressed' %}
select
    cast(counted.month as date) as month,
    cast(counted.region_code as {{ dbt.type_string() }}) as region_code,
    cast(counted.taxonomy_id as {{ dbt.type_string() }}) as taxonomy_id,
    cast(counted.layer as {{ dbt.type_string() }}) as layer,
    cast(counted.ksic_revision as {{ dbt.type_string() }}) as ksic_revision,
    cast(counted.code as {{ dbt.type_string() }}) as ksic_code,
    cast(counted.source_id as {{ dbt.type_string() }}) as source_id,
    cast(
        case when counted.region_code = 'UNPLACED' then '지역 미상' else region.name_ko end as {{ dbt.type_string() }}
    ) as region_name_ko,
    cast(
        case when counted.region_code = 'UNPLACED' then 'Region not known' else region.name_en end
        as {{ dbt.type_string() }}
    ) as region_name_en,
    cast(industry.name_ko as {{ dbt.type_string() }}) as industry_name_ko,
    cast(industry.name_en as {{ dbt.type_string() }}) as industry_name_en,
    cast(counted.workplaces as bigint) as workplaces,
    cast(counted.withdrawn as bigint) as withdrawn,
    cast(
        case
            when {{ is_disclosable }} and counted.insured_low = counted.insured_high then counted.insured_low
        end as bigint
    ) as insured,
    cast(case when {{ is_disclosable }} then counted.joined end as bigint) as joined,
    cast(case when {{ is_disclosable }} then counted.lost end as bigint) as {{ quoted('left') }},
    cast(
        case
            when counted.is_suppressed then 'suppressed'
            when counted.insured_low = counted.insured_high then 'observed'
            else 'bounded'
        end as {{ dbt.type_string() }}
    ) as status,
    cast(case when {{ is_disclosable }} then counted.insured_low end as bigint) as insured_low,
    cast(case when {{ is_disclosable }} then counted.insured_high end as bigint) as insured_high,
    cast(counted.whole_code as {{ dbt.type_string() }}) as whole_region_code
from counted
left join {{ ref('regions') }} as region
    on counted.region_code = region.region_code
left join {{ ref('ksic') }} as industry
    on counted.ksic_revision = industry.ksic_revision and counted.code = industry.ksic_code
