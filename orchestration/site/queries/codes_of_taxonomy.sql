select taxonomy_id, layer, nullif(industry, 'all') as industry, own_code, ksic_revision, ksic_code,
       coverage, part_share, evidence, note,
       layer_name_ko, layer_name_en, industry_name_ko, industry_name_en, ksic_name_ko, ksic_name_en, source_id
from taxonomy_codes
order by taxonomy_id, layer, own_code nulls first, industry nulls first, ksic_revision, ksic_code
