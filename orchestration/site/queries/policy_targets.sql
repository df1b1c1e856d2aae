select target_id, place, area, area_ko, target_ko, target_en, unit, baseline_value, baseline_year,
       interim_value, interim_year, target_value, target_year, note, source_id
from policy_targets
order by place desc, area, target_id
