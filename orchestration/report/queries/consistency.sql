select overlap_rule, reading, figure_id, place, subject_ko, subject_en, unit, published_value, decimals, qualifier,
       verdict, conflicts, joint_low, joint_high, source_id
from report_consistency
order by case verdict when 'impossible' then 1 else 2 end, conflicts nulls last, overlap_rule desc, reading, place,
         figure_id
