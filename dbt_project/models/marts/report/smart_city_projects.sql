select
    project_id,
    place,
    programme,
    country_code,
    city_ko,
    city_en,
    region_code,
    lead_partner_ko,
    lead_partner_en,
    partner_count,
    project_ko,
    project_en,
    start_year,
    budget_krw_100_million,
    note,
    source_id
from {{ source('staged', 'report_projects') }}
