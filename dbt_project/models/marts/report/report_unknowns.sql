-- Values that the report does not print, with the least and the greatest value that its statements allow. Computed by
-- tools/report_programme and stored as a seed.
with named as (
    select
        joint.*,
        case
            when joint.unknown_id like '%/%' then substr(joint.unknown_id, 1, position('/' in joint.unknown_id) - 1)
            else joint.unknown_id
        end as kind,
        substr(joint.unknown_id, position('/' in joint.unknown_id) + 1) as code
    from {{ ref('report_joint_unknowns') }} as joint
),

sources as (
    select min(source_id) as source_id from {{ ref('published_figures') }}
)

select
    named.overlap_rule,
    named.reading,
    named.unknown_id,
    named.region_code,
    named.measure,
    case when named.value_low = named.value_high then named.value_low end as value,
    named.value_low,
    named.value_high,
    coalesce(named.value_low = named.value_high, false) as is_exact,
    case named.kind
        when 'combination' then '조합 ' || named.code
        when 'alone' then label.name_ko || ' 층에만 속하는 부분'
        when 'industry' then label.name_ko || ' 산업'
        when 'shared' then label.name_ko || ' 산업의 공통기술 부분'
        when 'data_in_c' then '조합 C에 속하는 데이터산업'
        else '전체 스마트시티 산업(한 번씩만 셈)'
    end as unknown_ko,
    case named.kind
        when 'combination' then 'Combination ' || named.code
        when 'alone' then label.name_en || ', in no other layer'
        when 'industry' then label.name_en || ', industry'
        when 'shared' then label.name_en || ', common part of the industry'
        when 'data_in_c' then 'Data industry within combination C'
        else 'All smart-city industries, each counted once'
    end as unknown_en,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    sources.source_id
from named
cross join sources
left join {{ ref('labels') }} as label on named.kind in ('alone', 'industry', 'shared') and named.code = label.code
left join {{ ref('regions') }} as region on named.region_code = region.region_code
