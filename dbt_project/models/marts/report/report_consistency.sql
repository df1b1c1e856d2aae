-- Each figure about the report's industries, per overlap rule and reading: whether it can hold together with the other
-- figures, and the range that they allow. Computed by tools/report_programme and stored as a seed.
select
    joint.figure_id,
    joint.overlap_rule,
    joint.reading,
    figure.place,
    figure.subject_ko,
    figure.subject_en,
    figure.region_code,
    figure.measure,
    figure.unit,
    figure.value as published_value,
    figure.decimals,
    figure.qualifier,
    joint.verdict,
    joint.conflicts,
    joint.joint_low,
    joint.joint_high,
    figure.source_id
from {{ ref('report_joint_figures') }} as joint
inner join {{ ref('published_figures') }} as figure on joint.figure_id = figure.figure_id
