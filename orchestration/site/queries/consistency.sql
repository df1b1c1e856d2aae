select string_agg(overlap_rule || '/' || reading, ' ' order by overlap_rule desc, reading) as cases,
       figure_id, place, subject_ko, subject_en, unit, published_value, decimals, qualifier,
       verdict, conflicts, joint_low, joint_high, any_value(source_id) as source_id
from report_consistency
group by figure_id, place, subject_ko, subject_en, unit, published_value, decimals, qualifier, verdict, conflicts,
         joint_low, joint_high
order by case verdict when 'impossible' then 1 else 2 end, conflicts nulls last, place, figure_id, cases desc
