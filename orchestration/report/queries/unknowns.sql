select overlap_rule, reading, unknown_id, unknown_ko, unknown_en, region_code, measure, value, value_low, value_high,
       region_name_ko, region_name_en, source_id
from report_unknowns
order by unknown_id, region_code desc, measure desc, overlap_rule desc, reading
