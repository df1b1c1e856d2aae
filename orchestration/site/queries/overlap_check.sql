select region_code, measure, combination_letter, value, table_8_low, table_8_high, joint_low, joint_high,
       share_of_region_total, share_of_nation,
       stated_share_of_region_total, stated_share_of_nation, check_result,
       region_name_ko, region_name_en, source_id
from report_overlap
order by region_code desc, measure, combination_letter
