-- Industry names of the pension service that match no five-digit sub-class, with their numbers of workplaces.
with months as (
    select month, sum(workplaces) as workplaces
    from {{ source('staged', 'nps_workplaces') }}
    group by month
),

names as (
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
)

select
    cast(names.month as date) as month,
    cast(names.industry_name as {{ dbt.type_string() }}) as industry_name,
    cast(names.source_id as {{ dbt.type_string() }}) as source_id,
    cast(names.provinces as bigint) as provinces,
    cast(names.workplaces as bigint) as workplaces,
    cast(names.workplaces as double) / nullif(months.workplaces, 0) as share_of_workplaces,
    cast(case when names.workplaces >= {{ var('disclosure_threshold') }} then names.insured end as bigint) as insured,
    cast(
        case when names.workplaces >= {{ var('disclosure_threshold') }} then 'observed' else 'suppressed' end
        as {{ dbt.type_string() }}
    ) as status
from names
inner join months on names.month = months.month
