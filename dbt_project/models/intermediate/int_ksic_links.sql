-- Counterparts of five-digit codes between KSIC revisions, in all directions: the same revision (the code itself),
-- neighbouring revisions (the concordance), and 9 with 11 through 10. The revision `joint` has one code for every
-- combination of counterparts in 9, 10 and 11 ("9/10/11"), so that a taxonomy with several revisions can be compared.
with neighbours as (
    select from_revision, from_code, to_revision, to_code from {{ ref('ksic_concordance') }}
    union
    select to_revision, to_code, from_revision, from_code from {{ ref('ksic_concordance') }}
),

through_10 as (
    select distinct
        first.from_revision, first.from_code, second.to_revision, second.to_code
    from neighbours as first
    inner join neighbours as second
        on
            first.to_revision = second.from_revision
            and first.to_code = second.from_code
            and first.from_revision <> second.to_revision
)
,

leaves as (
    select ksic_revision, ksic_code from {{ ref('ksic') }} where depth = 5
),

-- every code is in at least one joint code, also one without a counterpart
combinations as (
    select older.to_code as code_9, own.ksic_code as code_10, newer.to_code as code_11
    from leaves as own
    left join neighbours as older
        on own.ksic_revision = older.from_revision and own.ksic_code = older.from_code and older.to_revision = '9'
    left join neighbours as newer
        on own.ksic_revision = newer.from_revision and own.ksic_code = newer.from_code and newer.to_revision = '11'
    where own.ksic_revision = '10'
    union all
    select
        case when own.ksic_revision = '9' then own.ksic_code end, null,
        case when own.ksic_revision = '11' then own.ksic_code end
    from leaves as own
    left join neighbours as middle
        on own.ksic_revision = middle.from_revision and own.ksic_code = middle.from_code and middle.to_revision = '10'
    where own.ksic_revision in ('9', '11') and middle.to_code is null
),

joint_codes as (
    select
        code_9, code_10, code_11,
        concat(coalesce(code_9, '-'), '/', coalesce(code_10, '-'), '/', coalesce(code_11, '-')) as joint_code
    from combinations
)

select ksic_revision as from_revision, ksic_code as from_code, ksic_revision as to_revision, ksic_code as to_code
from leaves
union all
select from_revision, from_code, to_revision, to_code from neighbours
union all
select from_revision, from_code, to_revision, to_code from through_10
{% for revision in ['9', '10', '11'] %}
union all
select '{{ revision }}', code_{{ revision }}, 'joint', joint_code from joint_codes where code_{{ revision }} is not null
{% endfor %}
