-- Insured persons by code, division and five digits, in each province, with insured and workplaces of the nation: the
-- structure of the estimates. Codes of another KSIC revision are joined by the concordance, and a code that is split
-- divides equally. A province that merged before the month of the figures has those of the merged province, which
-- serve for proportions only.
with revisions as (
    select distinct ksic_revision from {{ ref('stg_census__cells') }}
),

links as (
    select
        link.from_revision, link.from_code, link.to_revision, link.to_code,
        count(*) over (partition by link.from_revision, link.from_code, link.to_revision) as parts
    from {{ ref('int_ksic_links') }} as link
    inner join revisions on link.to_revision = revisions.ksic_revision
),

pension_regions as (
    select distinct region_code from {{ ref('int_pension_table') }}
),

places as (
    select region_code, region_code as pension_region_code from pension_regions
    union all
    select change.from_region_code, successor.region_code
    from {{ ref('region_changes') }} as change
    inner join {{ ref('regions') }} as successor
        on change.kind = 'merger' and change.effective_date = successor.valid_from
    inner join pension_regions as found on successor.region_code = found.region_code
    left join pension_regions as own on change.from_region_code = own.region_code
    where own.region_code is null
),

leaves as (
    select
        links.to_revision as ksic_revision, links.to_code as ksic_code, figures.region_code,
        {{ exact_sum('figures.insured / links.parts') }} as insured,
        {{ exact_sum('figures.national_insured / links.parts') }} as national_insured,
        {{ exact_sum('figures.national_workplaces / links.parts') }} as national_workplaces
    from {{ ref('int_pension_table') }} as figures
    inner join links on figures.ksic_revision = links.from_revision and figures.ksic_code = links.from_code
    group by links.to_revision, links.to_code, figures.region_code
),

leaf_counts as (
    select ksic_revision, substr(ksic_code, 1, 2) as division_code, count(*) as leaves
    from {{ ref('ksic') }}
    where depth = 5
    group by ksic_revision, substr(ksic_code, 1, 2)
),

codes as (
    select ksic_revision, ksic_code, region_code, insured, national_insured, national_workplaces from leaves
    union all
    -- codes without a figure count with the mean of their division, as in the distribution
    select
        leaves.ksic_revision, leaf_counts.division_code, leaves.region_code,
        {%- for figure in ['insured', 'national_insured', 'national_workplaces'] %}
        {{ exact_sum('leaves.' ~ figure) }} * max(leaf_counts.leaves) / count(*){{ "," if not loop.last }}
        {%- endfor %}
    from leaves
    inner join leaf_counts
        on
            leaves.ksic_revision = leaf_counts.ksic_revision
            and substr(leaves.ksic_code, 1, 2) = leaf_counts.division_code
    group by leaves.ksic_revision, leaf_counts.division_code, leaves.region_code
)

select
    codes.ksic_revision, codes.ksic_code, places.region_code,
    codes.insured, codes.national_insured, codes.national_workplaces
from codes
inner join places on codes.region_code = places.pension_region_code
