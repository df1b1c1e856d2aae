-- Which five-digit codes of one KSIC revision share content with which of another, in all directions:
-- the same revision (itself), neighbours (the concordance), and 9 with 11 through 10.
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

select ksic_revision as from_revision, ksic_code as from_code, ksic_revision as to_revision, ksic_code as to_code
from {{ ref('ksic') }}
where depth = 5
union all
select from_revision, from_code, to_revision, to_code from neighbours
union all
select from_revision, from_code, to_revision, to_code from through_10
