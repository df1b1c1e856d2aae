-- Rows of nps_monthly from published aggregates, for months without a monthly file. A name that no class has is
-- UNMATCHED, together with what names no industry: all insured of the region without the classes.
with months as (
    select * from {{ ref('int_pension_months') }}
    where not is_complete
),

cells as (
    select
        cell.month, place.region_code, place.whole_code, months.ksic_revision, months.source_id, cell.ksic_code,
        months.unnamed, place.counts_low,
        case when place.region_code = '00' then cell.workplaces end as workplaces,
        case
            when cell.region_code = '00' then cell.insured_low
            else greatest(cell.insured_listed, cell.insured_low - months.unplaced)
        end * place.counts_low as insured_low,
        cell.insured_low as insured_joint_low,
        cell.insured_listed,
        cell.insured_high,
        case when cell.region_code = '00' then 0 else months.unplaced end as unplaced
    from {{ ref('int_pension_cells') }} as cell
    inner join months on cell.month = months.month
    inner join {{ ref('int_pension_places') }} as place
        on cell.month = place.month and cell.region_code = place.direct_code
),

totals as (
    select
        month, region_code, source_id, workplaces, insured
    from {{ ref('stg_pension__published_totals') }}
),

-- what the classes of a region have together; of a part of a merged province those of the whole
matched as (
    select
        month, region_code, max(whole_code) as whole_code, max(counts_low) as counts_low,
        max(ksic_revision) as ksic_revision, max(source_id) as source_id, max(unnamed) as unnamed,
        greatest(sum(insured_listed), sum(insured_joint_low) - max(unplaced)) as insured_low,
        sum(insured_high) as insured_high
    from cells
    where ksic_code not in ('TOTAL', 'UNMATCHED')
    group by month, region_code
),

counted as (
    select taxonomy_id, set_id, month, region_code, value_low as value
    from {{ ref('int_pension_set_bounds') }}
    where measure = 'workplaces' and value_low = value_high
),

nation as (
    select month, ksic_code, workplaces from cells
    where region_code = '00'
)

select
    cells.month, cells.region_code, 'none' as taxonomy_id, 'all' as layer, cells.ksic_revision,
    cells.ksic_code as code, cells.whole_code, cells.source_id, cells.workplaces, cells.insured_low, cells.insured_high,
    coalesce(nation.workplaces < {{ var('disclosure_threshold') }}, false) as is_suppressed
from cells
left join nation on cells.month = nation.month and cells.ksic_code = nation.ksic_code
where cells.ksic_code not in ('TOTAL', 'UNMATCHED')
union all
select
    matched.month, matched.region_code, 'none', 'all', matched.ksic_revision, 'UNMATCHED', matched.whole_code,
    matched.source_id, null,
    greatest(0, total.insured_low - matched.insured_high - matched.unnamed),
    total.insured_high - matched.insured_low,
    false
from matched
inner join cells as total
    on matched.month = total.month and matched.region_code = total.region_code and total.ksic_code = 'TOTAL'
union all
select
    cells.month, cells.region_code, 'none', 'all', cells.ksic_revision, 'TOTAL', cells.whole_code, cells.source_id,
    case when cells.counts_low = 1 then totals.workplaces end, cells.insured_low, cells.insured_high, false
from cells
left join totals on cells.month = totals.month and cells.region_code = totals.region_code
where cells.ksic_code = 'TOTAL'
union all
select
    totals.month, 'UNPLACED', 'none', 'all', months.ksic_revision, 'TOTAL', null,
    totals.source_id, totals.workplaces,
    totals.insured as insured_low, totals.insured as insured_high, false
from totals
inner join months on totals.month = months.month
where totals.region_code = 'UNPLACED'
union all
select
    bounds.month, bounds.region_code, bounds.taxonomy_id, catalogue.layer, months.ksic_revision, 'TOTAL',
    bounds.whole_code, bounds.source_id, counted.value as workplaces, bounds.value_low, bounds.value_high,
    bounds.is_suppressed
from {{ ref('int_pension_set_bounds') }} as bounds
inner join months on bounds.month = months.month
inner join {{ ref('int_sets') }} as catalogue
    on
        bounds.taxonomy_id = catalogue.taxonomy_id and bounds.set_id = catalogue.set_id
        and catalogue.set_kind in ('layer', 'total')
left join counted
    on
        bounds.taxonomy_id = counted.taxonomy_id and bounds.set_id = counted.set_id
        and bounds.month = counted.month and bounds.region_code = counted.region_code
where bounds.measure = 'insured'
