select project_id, place, programme, country_code, city_ko, city_en, project_ko, project_en,
       lead_partner_ko, lead_partner_en, partner_count, start_year, budget_krw_100_million, note, source_id
from smart_city_projects
order by country_code <> 'KR', programme, project_id
