select taxonomy_id, strftime(month, '%Y-%m') as month, region_code, set_id, set_kind, layer, combination_letter,
       value_low, value_high, national_value_low, national_value_high, share_low, share_high, share, status,
       layer_name_ko, layer_name_en, source_id
from pension_share
where region_code = {region} and taxonomy_id in {taxonomies} and measure = 'insured' and month = (select max(month) from pension_share)
    and (set_kind in ('layer', 'total') or combination_letter is not null)
order by taxonomy_id, set_kind = 'total', set_kind = 'combination', layer, combination_letter
