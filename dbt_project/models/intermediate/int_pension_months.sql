-- The months of pension data, each from one source. A monthly file of the agency lists every workplace and replaces the
-- published aggregates of its month, so that nobody is counted twice. What the aggregates leave open: insured without
-- a province, insured in no listed industry name, and how many a pair that is not listed can have.
with files as (
    select month, min(source_id) as source_id, min(ksic_revision) as ksic_revision
    from {{ source('staged', 'nps_workplaces') }}
    group by month
),

aggregates as (
    select
        month,
        min(source_id) as source_id,
        min(ksic_revision) as ksic_revision,
        max(threshold) - 1 as unlisted_most,
        sum(case when kind = 'total' and region_code = 'UNPLACED' then insured else 0 end) as unplaced,
        sum(case when kind = 'total' and region_code = '00' then insured else 0 end)
        - sum(case when kind <> 'total' and region_code = '00' then insured else 0 end) as unnamed
    from {{ source('staged', 'nps_published') }}
    group by month
)

select
    month, source_id, ksic_revision, true as is_complete,
    cast(0 as bigint) as unlisted_most, cast(0 as bigint) as unplaced, cast(0 as bigint) as unnamed
from files
union all
select
    aggregates.month, aggregates.source_id, aggregates.ksic_revision, false,
    cast(aggregates.unlisted_most as bigint), cast(aggregates.unplaced as bigint), cast(aggregates.unnamed as bigint)
from aggregates
left join files on aggregates.month = files.month
where files.month is null
