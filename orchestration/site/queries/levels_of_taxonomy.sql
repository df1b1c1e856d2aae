select taxonomy_id, layer, industry, parent, depth, own_code, name_ko, name_en
from taxonomy_levels
order by all
