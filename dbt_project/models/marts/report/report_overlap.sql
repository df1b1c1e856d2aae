-- The value of each combination of layers, solved from Table 8 by inclusion and exclusion. The inclusive less the
-- exclusive value of a layer is its common part: A + B for infrastructure, A + C for application; the common part of
-- all layers is A + B + C. If the total includes everything once (two_or_more), D is the sum of the exclusive layers
-- and the common part less the total. If common means general purpose with another layer (table_8), D is part of two
-- exclusive columns, the total includes it twice, and the table does not determine D.
with cells as (
    select
        region_code, measure,
        max(case when layer = 'infrastructure' and counting = 'exclusive' then value end) as infrastructure_only,
        max(case when layer = 'infrastructure' and counting = 'inclusive' then value end) as infrastructure,
        max(case when layer = 'general_purpose' and counting = 'exclusive' then value end) as general_purpose_only,
        max(case when layer = 'general_purpose' and counting = 'inclusive' then value end) as general_purpose,
        max(case when layer = 'application' and counting = 'exclusive' then value end) as application_only,
        max(case when layer = 'application' and counting = 'inclusive' then value end) as application,
        max(case when layer = 'common' then value end) as common,
        max(case when layer = 'total' then value end) as total,
        min(source_id) as source_id
    from {{ source('staged', 'report_table_8') }}
    group by region_code, measure
),

solved as (
    select region_code, measure, 'A' as combination_letter, source_id, total,
        (infrastructure - infrastructure_only) + (application - application_only) - common as value
    from cells
    union all
    select region_code, measure, 'B', source_id, total, common - (application - application_only) from cells
    union all
    select region_code, measure, 'C', source_id, total, common - (infrastructure - infrastructure_only) from cells
    union all
    select region_code, measure, 'D', source_id, total,
        infrastructure_only + general_purpose_only + application_only + common - total
    from cells
),

table_8_bounds as (
    select
        region_code,
        measure,
        replace(unknown_id, 'combination/', '') as combination_letter,
        max(case when reading = 'table_8_alone' then value_low end) as table_8_low,
        max(case when reading = 'table_8_alone' then value_high end) as table_8_high,
        min(case when reading <> 'table_8_alone' then value_low end) as joint_low,
        max(case when reading <> 'table_8_alone' then value_high end) as joint_high
    from {{ ref('report_joint_unknowns') }}
    where overlap_rule = 'table_8' and unknown_id like 'combination/%'
    group by region_code, measure, unknown_id
),

stated as (
    select
        combination as combination_letter, measure, region_code,
        max(case when statistic = 'share_of_nation' then value end) as stated_share_of_nation,
        max(case when statistic = 'share_of_region_total' then value end) as stated_share_of_region_total
    from {{ source('staged', 'report_figures') }}
    where combination is not null and unit = 'percent' and decimals = 1
    group by combination, measure, region_code
)

select
    solved.region_code,
    solved.measure,
    solved.combination_letter,
    cast(solved.value as bigint) as value,
    table_8_bounds.table_8_low,
    table_8_bounds.table_8_high,
    table_8_bounds.joint_low,
    table_8_bounds.joint_high,
    solved.value * 1e0 / solved.total as share_of_region_total,
    solved.value * 1e0 / nullif(nation.value, 0) as share_of_nation,
    stated.stated_share_of_region_total / 100 as stated_share_of_region_total,
    stated.stated_share_of_nation / 100 as stated_share_of_nation,
    case
        when stated.stated_share_of_region_total is null and stated.stated_share_of_nation is null then 'not_stated'
        when
            coalesce(abs(solved.value * 1e2 / solved.total - stated.stated_share_of_region_total) < 0.05 + 1e-9, true)
            and (
                stated.stated_share_of_nation is null
                or coalesce(
                    abs(solved.value * 1e2 / nullif(nation.value, 0) - stated.stated_share_of_nation) < 0.05 + 1e-9,
                    false
                )
            )
            then 'confirmed'
        when table_8_bounds.table_8_low < table_8_bounds.table_8_high then 'depends_on_rule'
        else 'contradicted'
    end as check_result,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    solved.source_id
from solved
inner join solved as nation
    on
        solved.measure = nation.measure and solved.combination_letter = nation.combination_letter
        and nation.region_code = '00'
left join table_8_bounds
    on
        solved.region_code = table_8_bounds.region_code and solved.measure = table_8_bounds.measure
        and solved.combination_letter = table_8_bounds.combination_letter
left join stated
    on
        solved.combination_letter = stated.combination_letter and solved.measure = stated.measure
        and solved.region_code = stated.region_code
left join {{ ref('regions') }} as region on solved.region_code = region.region_code
