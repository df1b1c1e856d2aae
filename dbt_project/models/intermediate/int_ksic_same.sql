-- Sections and divisions whose code means the same in two KSIC revisions: the five-digit codes below it have all
-- their counterparts below the same code of the other revision, in both directions. Only these can be compared
-- between a year in one revision and a year in the other.
with pairs as (
    select distinct
        link.from_revision, older.ancestor_code as from_code,
        link.to_revision, newer.ancestor_code as to_code
    from {{ ref('int_ksic_links') }} as link
    inner join {{ ref('int_ksic_ancestors') }} as older
        on
            link.from_revision = older.ksic_revision and link.from_code = older.ksic_code
            and older.ancestor_depth between 1 and 2
    inner join {{ ref('int_ksic_ancestors') }} as newer
        on
            link.to_revision = newer.ksic_revision and link.to_code = newer.ksic_code
            and older.ancestor_depth = newer.ancestor_depth
    where link.to_revision <> 'joint'
),

counted as (
    select
        *,
        count(*) over (partition by from_revision, from_code, to_revision) as counterparts,
        count(*) over (partition by to_revision, to_code, from_revision) as back
    from pairs
)

select from_revision, to_revision, from_code as ksic_code
from counted
where from_code = to_code and counterparts = 1 and back = 1
