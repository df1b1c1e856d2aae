-- Every code that cannot be classified: codes of source rows that are not in the classification, five-digit codes
-- without a counterpart in a neighbouring revision, and taxonomy codes that are not in the KSIC revision of the data.
with revisions as (
    select '9' as from_revision, '10' as to_revision
    union all
    select '10', '9'
    union all
    select '10', '11'
    union all
    select '11', '10'
),

without_counterpart as (
    select code.ksic_revision, revisions.to_revision, code.ksic_code, code.name_ko
    from {{ ref('ksic') }} as code
    inner join revisions on code.ksic_revision = revisions.from_revision
    left join {{ ref('int_ksic_links') }} as link
        on
            code.ksic_revision = link.from_revision and code.ksic_code = link.from_code
            and revisions.to_revision = link.to_revision
    where code.depth = 5 and link.from_code is null
)

select
    code_system,
    code,
    reason,
    max(label) as label,
    count(*) as row_count,
    max(source_id) as source_id
from {{ source('staged', 'left_out') }}
group by code_system, code, reason
union all
select
    'ksic_' || ksic_revision,
    ksic_code,
    'no counterpart in KSIC ' || to_revision,
    name_ko,
    1,
    'ksic_concordance'
from without_counterpart
