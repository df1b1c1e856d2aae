-- Every number that the formulas of the report use, by name.
select
    'table_8/' || region_code || '/' || measure || '/' || layer || '/' || counting as operand,
    cast(value as double) as value
from {{ source('staged', 'report_table_8') }}
union all
select 'overlap/' || region_code || '/' || measure || '/' || combination_letter, cast(value as double)
from {{ ref('report_overlap') }}
union all
select 'figure/' || figure_id, cast(value as double)
from {{ source('staged', 'report_figures') }}
union all
select 'count/plan_areas', cast(count(distinct area) as double)
from {{ source('staged', 'report_targets') }}
where place = 'table_3'
union all
-- each target of an area lists all tasks of the area
select 'count/plan_tasks', cast(sum(tasks) as double)
from (
    select area, max(length(related_tasks_ko) - length(replace(related_tasks_ko, ';', '')) + 1) as tasks
    from {{ source('staged', 'report_targets') }}
    where place = 'table_3'
    group by area
) as areas
union all
select 'count/infrastructure_leaves', cast(count(distinct leaf_code) as double)
from {{ ref('int_set_leaves') }}
where taxonomy_id = 'smart_city_2021' and set_id = 'layer/infrastructure'
union all
select distinct operand, cast(substr(operand, 8) as double)
from {{ ref('report_formulas') }}
where operand like 'number/%'
