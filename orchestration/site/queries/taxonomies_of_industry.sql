select taxonomy_id, layer, layer_name_ko, layer_name_en, industry, industry_name_ko, industry_name_en, coverage,
       ksic_revision, source_id, string_agg(ksic_code, ', ' order by ksic_code) as codes
from taxonomy_codes
where substr(ksic_code, 1, 2) = {industry}
group by all
order by taxonomy_id, layer, industry, ksic_revision, coverage
