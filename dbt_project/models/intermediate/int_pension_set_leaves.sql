-- The five-digit classes of the pension data that belong to each set, fully or in part (see int_set_nodes).
with revisions as (
    select distinct ksic_revision from {{ ref('int_pension_months') }}
),

counterparts as (
    select
        link.from_revision as ksic_revision,
        link.from_code as ksic_code,
        link.to_revision as taxonomy_revision,
        link.to_code as taxonomy_code,
        count(*) over (partition by link.from_revision, link.from_code, link.to_revision) as counterpart_count
    from {{ ref('int_ksic_links') }} as link
    inner join revisions on link.from_revision = revisions.ksic_revision
)

select
    member.taxonomy_id,
    member.set_id,
    counterparts.ksic_revision,
    counterparts.ksic_code,
    {{ has_all_counterparts() }} as is_full
from {{ ref('int_set_leaves') }} as member
inner join {{ ref('int_sets') }} as catalogue
    on
        member.taxonomy_id = catalogue.taxonomy_id and member.set_id = catalogue.set_id
        and catalogue.set_kind not in ('rest', 'without')
inner join counterparts
    on member.ksic_revision = counterparts.taxonomy_revision and member.leaf_code = counterparts.taxonomy_code
group by member.taxonomy_id, member.set_id, counterparts.ksic_revision, counterparts.ksic_code
