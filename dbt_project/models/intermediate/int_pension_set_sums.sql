-- What each set holds in each region, as the month's source has regions: classes that belong fully (f) and in part (p),
-- and classes of the set that no listed name has (unlisted). Every region of the month has a row for every set.
with sets as (
    select catalogue.taxonomy_id, catalogue.set_id, months.month, months.ksic_revision
    from {{ ref('int_sets') }} as catalogue
    cross join {{ ref('int_pension_months') }} as months
    where catalogue.set_kind not in ('rest', 'without')
),

totals as (
    select month, region_code, insured_high as insured
    from {{ ref('int_pension_cells') }}
    where ksic_code = 'TOTAL'
),

everything as (
    select month, region_code, sum(insured_listed) as all_listed, sum(insured_low) as all_low
    from {{ ref('int_pension_cells') }}
    where ksic_code <> 'TOTAL'
    group by month, region_code
),

unlisted as (
    select months.month, leaf.taxonomy_id, leaf.set_id, count(*) as unlisted
    from {{ ref('int_pension_set_leaves') }} as leaf
    inner join {{ ref('int_pension_months') }} as months
        on leaf.ksic_revision = months.ksic_revision and not months.is_complete
    left join {{ ref('int_pension_cells') }} as cell
        on months.month = cell.month and cell.region_code = '00' and leaf.ksic_code = cell.ksic_code
    where cell.month is null
    group by months.month, leaf.taxonomy_id, leaf.set_id
),

sums as (
    select
        months.month, leaf.taxonomy_id, leaf.set_id, cell.region_code,
        {% for part, belongs in [('f', 'leaf.is_full'), ('p', 'not leaf.is_full')] %}
        {% for column in ['insured_listed', 'insured_low', 'insured_high', 'workplaces'] %}
        sum(case when {{ belongs }} then cell.{{ column }} end) as {{ part }}_{{ column }},
        {% endfor %}
        {% endfor %}
        count(*) as classes
    from {{ ref('int_pension_set_leaves') }} as leaf
    inner join {{ ref('int_pension_months') }} as months on leaf.ksic_revision = months.ksic_revision
    inner join {{ ref('int_pension_cells') }} as cell
        on months.month = cell.month and leaf.ksic_code = cell.ksic_code
    group by months.month, leaf.taxonomy_id, leaf.set_id, cell.region_code
)

select
    sets.taxonomy_id, sets.set_id, sets.month, totals.region_code,
    totals.insured as region_insured,
    cast(coalesce(everything.all_listed, 0) as bigint) as all_listed,
    cast(coalesce(everything.all_low, 0) as bigint) as all_low,
    cast(coalesce(unlisted.unlisted, 0) as bigint) as unlisted,
    {% for part in ['f', 'p'] %}{% for column in ['listed', 'low', 'high'] %}
    cast(coalesce(sums.{{ part }}_insured_{{ column }}, 0) as bigint) as {{ part }}_{{ column }},
    {% endfor %}{% endfor %}
    cast(coalesce(sums.f_workplaces, 0) as bigint) as f_workplaces,
    cast(coalesce(sums.p_workplaces, 0) as bigint) as p_workplaces
from sets
inner join totals on sets.month = totals.month
left join everything on totals.month = everything.month and totals.region_code = everything.region_code
left join unlisted
    on sets.month = unlisted.month and sets.taxonomy_id = unlisted.taxonomy_id and sets.set_id = unlisted.set_id
left join sums
    on
        sets.month = sums.month and sets.taxonomy_id = sums.taxonomy_id and sets.set_id = sums.set_id
        and totals.region_code = sums.region_code
