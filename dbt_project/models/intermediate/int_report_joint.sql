-- Range that the other statements of the report allow for each figure, over both overlap rules and all readings, and
-- whether the figure can hold under each rule.
select
    figure_id,
    min(joint_low) as joint_low,
    max(joint_high) as joint_high,
    {{ verdict_under_rule('two_or_more') }} as verdict_two_or_more,
    {{ verdict_under_rule('table_8') }} as verdict_table_8
from {{ ref('report_joint_figures') }}
group by figure_id
