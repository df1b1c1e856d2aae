-- Industry names of the pension service that no five-digit class has, with how much stands behind each. Of published
-- aggregates also what names no industry, a row for each of its counts.
with files as (
    select
        month,
        case when industry_name = '' then '(blank)' else industry_name end as industry_name,
        min(source_id) as source_id,
        count(distinct nullif(region_code, 'UNPLACED')) as provinces,
        sum(workplaces) as workplaces,
        sum(insured) as insured
    from {{ source('staged', 'nps_workplaces') }}
    where ksic_code is null
    group by month, case when industry_name = '' then '(blank)' else industry_name end
),

totals as (
    select month, workplaces, insured_high as insured
    from {{ ref('int_pension_cells') }}
    where region_code = '00' and ksic_code = 'TOTAL'
),

aggregates as (
    select
        published.month,
        case
            when published.kind = 'no_industry'
                then concat('(no industry ', cast(published.number as {{ dbt.type_string() }}), ')')
            else published.industry_name
        end as industry_name,
        published.source_id, published.workplaces, published.insured
    from (
        select *, row_number() over (partition by month, kind, region_code order by raw_row) as number
        from {{ source('staged', 'nps_published') }}
    ) as published
    inner join {{ ref('int_pension_months') }} as months on published.month = months.month and not months.is_complete
    where published.kind <> 'total' and published.region_code = '00' and published.ksic_code is null
),

names as (
    select month, industry_name, source_id, provinces, workplaces, insured from files
    union all
    select month, industry_name, source_id, null, workplaces, insured from aggregates
)

{% set is_disclosable = 'coalesce(names.workplaces >= ' ~ var('disclosure_threshold') ~ ', true)' %}
select
    cast(names.month as date) as month,
    cast(names.industry_name as {{ dbt.type_string() }}) as industry_name,
    cast(names.source_id as {{ dbt.type_string() }}) as source_id,
    cast(names.provinces as bigint) as provinces,
    cast(names.workplaces as bigint) as workplaces,
    cast(names.workplaces as double) / nullif(totals.workplaces, 0) as share_of_workplaces,
    cast(case when {{ is_disclosable }} then names.insured end as bigint) as insured,
    cast(case when {{ is_disclosable }} then 'observed' else 'suppressed' end as {{ dbt.type_string() }}) as status,
    case when {{ is_disclosable }} then names.insured * 1e0 / nullif(totals.insured, 0) end as share_of_insured
from names
inner join totals on names.month = totals.month
