-- Every code of every revision with each of its ancestors, itself included.
with steps as (
    select ksic_revision, ksic_code, ksic_code as ancestor_code, depth as ancestor_depth, parent_code
    from {{ ref('ksic') }}
),

digits as (
    select
        step.ksic_revision,
        step.ksic_code,
        above.ksic_code as ancestor_code,
        above.depth as ancestor_depth,
        above.parent_code
    from steps as step
    inner join {{ ref('ksic') }} as above
        on
            step.ksic_revision = above.ksic_revision
            and above.depth between 2 and step.ancestor_depth
            and above.ksic_code = substr(step.ksic_code, 1, above.depth)
    where step.ancestor_depth >= 2
)

select ksic_revision, ksic_code, ancestor_code, ancestor_depth from digits
union all
-- the section of a code with digits
select ksic_revision, ksic_code, parent_code, 1 from digits
where ancestor_depth = 2
union all
select ksic_revision, ksic_code, ancestor_code, ancestor_depth from steps
where ancestor_depth = 1
union all
select ksic_revision, ksic_code, 'TOTAL', 0 from steps
