select string_agg(overlap_rule || '/' || reading, ' ' order by overlap_rule desc, reading) as cases,
       unknown_id, unknown_ko, unknown_en, region_code, measure, value, value_low, value_high,
       region_name_ko, region_name_en, any_value(source_id) as source_id
from report_unknowns
group by unknown_id, unknown_ko, unknown_en, region_code, measure, value, value_low, value_high, region_name_ko,
         region_name_en
order by unknown_id, region_code desc, measure desc, cases desc
