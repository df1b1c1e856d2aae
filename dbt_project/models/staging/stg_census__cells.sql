-- One row per published cell, with establishments and employees as columns. Where several sources publish the same
-- cell, a source that suppresses it has precedence (disclosure control), then the first source by name. Values that
-- differ are not resolved here but reported as a contradiction (int_contradictions).
-- depends_on: {{ ref('stg_census__slices') }}
with ranked as (
    select
        *,
        row_number() over (
            partition by series, year, region_code, ksic_revision, ksic_code, measure
            order by case status when 'suppressed' then 0 when 'observed' then 1 else 2 end, source_id
        ) as precedence
    from {{ source('staged', 'census_cells') }}
    where {{ in_slice('year') }}
)

select
    series,
    year,
    region_code,
    ksic_revision,
    ksic_code,
    min(source_id) as source_id,
    max(case when measure = 'establishments' then value end) as establishments,
    coalesce(max(case when measure = 'establishments' then status end), 'absent') as establishments_status,
    max(case when measure = 'employees' then value end) as employees,
    coalesce(max(case when measure = 'employees' then status end), 'absent') as employees_status
from ranked
where precedence = 1
group by series, year, region_code, ksic_revision, ksic_code
