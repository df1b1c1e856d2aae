select distinct taxonomy_id, layer, layer_name_ko, layer_name_en from smart_city_share order by all
