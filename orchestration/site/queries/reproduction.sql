select figure_id, place, subject_ko, subject_en, unit, decimals, qualifier,
       published_value, published_value_upper, computed_value, computed_low, computed_high,
       computed_from, basis, difference, status, is_first_of_identity, census_low, census_high,
       census_difference, census_difference_relative, joint_low, joint_high, verdict_two_or_more,
       verdict_table_8, finding_ko, finding_en, source_id
from published_reproduction
order by case status when 'contradicted' then 1 when 'differs' then 2 when 'reproduced' then 3 when 'consistent' then 4
         else 5 end,
         place, figure_id
