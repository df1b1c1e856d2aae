-- Rows of nps_monthly from the agency's monthly files, which list every workplace.
-- The region UNPLACED holds the workplaces whose province code is not known: the nation counts them too.
with placed as (
    select
        file.source_id, file.month, place.region_code, place.whole_code, place.counts_low, file.ksic_revision,
        file.ksic_code, file.workplaces, file.withdrawn, file.insured, file.joined, file.lost
    from {{ source('staged', 'nps_workplaces') }} as file
    inner join {{ ref('int_pension_places') }} as place
        on file.month = place.month and file.region_code = place.direct_code
    union all
    select
        source_id, month, 'UNPLACED', null, 1, ksic_revision, ksic_code, workplaces, withdrawn, insured, joined, lost
    from {{ source('staged', 'nps_workplaces') }}
    where region_code = 'UNPLACED'
    union all
    select source_id, month, '00', null, 1, ksic_revision, ksic_code, workplaces, withdrawn, insured, joined, lost
    from {{ source('staged', 'nps_workplaces') }}
),

-- the classes of each layer and total in the revision of the file: a class of which only some counterparts in the
-- taxonomy's revision belong is covered in part
layers as (
    select
        member.taxonomy_id, catalogue.layer, member.ksic_revision, member.ksic_code,
        case when member.is_full then 1 else 0 end as is_full
    from {{ ref('int_pension_set_leaves') }} as member
    inner join {{ ref('int_sets') }} as catalogue
        on
            member.taxonomy_id = catalogue.taxonomy_id and member.set_id = catalogue.set_id
            and catalogue.set_kind in ('layer', 'total')
),

-- every layer has a row in every region, also where nobody works in it
empty as (
    select
        month.source_id, month.month, place.region_code, place.whole_code, 1 as counts_low, layer.ksic_revision,
        layer.taxonomy_id, layer.layer
    from {{ ref('int_pension_months') }} as month
    inner join (select distinct taxonomy_id, layer, ksic_revision from layers) as layer
        on month.ksic_revision = layer.ksic_revision and month.is_complete
    inner join (select distinct month, region_code, whole_code from {{ ref('int_pension_places') }}) as place
        on month.month = place.month
),

sliced as (
    select 'none' as taxonomy_id, 'all' as layer, coalesce(ksic_code, 'UNMATCHED') as code, placed.*
    from placed
    union all
    select 'none', 'all', 'TOTAL', placed.* from placed
    union all
    -- of a partly covered class anything up to all of it belongs to the layer
    select
        layers.taxonomy_id, layers.layer, 'TOTAL', placed.source_id, placed.month, placed.region_code,
        placed.whole_code, placed.counts_low * layers.is_full, placed.ksic_revision, placed.ksic_code,
        placed.workplaces, placed.withdrawn, placed.insured, placed.joined, placed.lost
    from placed
    inner join layers
        on placed.ksic_revision = layers.ksic_revision and placed.ksic_code = layers.ksic_code
    union all
    select
        taxonomy_id, layer, 'TOTAL', source_id, month, region_code, whole_code, counts_low, ksic_revision,
        null, 0, 0, 0, 0, 0
    from empty
)

select
    month, region_code, taxonomy_id, layer, ksic_revision, code,
    max(whole_code) as whole_code,
    min(source_id) as source_id,
    case when min(counts_low) = 1 then sum(workplaces) end as workplaces,
    case when min(counts_low) = 1 then sum(withdrawn) end as withdrawn,
    sum(insured * counts_low) as insured_low,
    sum(insured) as insured_high,
    case when min(counts_low) = 1 then sum(joined) end as joined,
    case when min(counts_low) = 1 then sum(lost) end as lost,
    sum(workplaces) between 0 and {{ var('disclosure_threshold') }} - 1 as is_suppressed
from sliced
group by month, region_code, taxonomy_id, layer, ksic_revision, code
