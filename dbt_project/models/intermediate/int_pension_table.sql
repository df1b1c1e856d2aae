-- Insured persons by industry name and region of the month that the estimates use, complete. A monthly file has every
-- pair; one without insured persons counts as half a person, as usual for tables that serve as weights: that nobody is
-- insured there does not prove that nobody works there. In published aggregates pairs below the threshold of
-- publication are unlisted, and known only to lie between 0 and the threshold less one. They are filled by iterative
-- proportional fitting (Deming and Stephan 1940), so that the names add up to their nation and the regions to their
-- totals. What is in no listed name is a row of its own that has no threshold, kept for the sums and left out at the
-- end. Figures made this way are structure for estimates only and are published nowhere.
{% set rounds = var('estimate_rounds') | int %}
with latest as (
    select month from {{ ref('int_estimate_month') }} where not is_complete
),

file_month as (
    select month from {{ ref('int_estimate_month') }} where is_complete
),

totals as (
    select total.region_code, cast(total.insured as double) as insured
    from {{ ref('stg_pension__published_totals') }} as total
    inner join latest on total.month = latest.month
    where total.region_code not in ('00', 'UNPLACED')
),

listed_names as (
    select own.industry_name, own.ksic_revision, own.ksic_code, own.workplaces, cast(own.insured as double) as insured
    from {{ ref('stg_pension__published_nation') }} as own
    inner join latest on own.month = latest.month
),

names as (
    select industry_name, insured, false as has_no_name from listed_names
    union all
    select '', greatest(0e0, regions.insured - named.insured), true
    from (select sum(insured) as insured from totals) as regions
    cross join (select sum(insured) as insured from listed_names) as named
),

listed_pairs as (
    select own.industry_name, own.region_code, cast(own.insured as double) as insured, own.threshold
    from {{ ref('stg_pension__published_pairs') }} as own
    inner join latest on own.month = latest.month
),

known_by_name as (
    select industry_name, sum(insured) as insured, max(threshold) as threshold from listed_pairs
    group by industry_name
),

known_by_region as (
    select region_code, sum(insured) as insured, max(threshold) as threshold from listed_pairs
    group by region_code
),

threshold as (
    select max(threshold) as threshold from listed_pairs
),

round_0 as {{ once() }} (
    select
        names.industry_name as row_id, totals.region_code as column_id,
        0e0 as fewest,
        case
            when names.has_no_name then greatest(0e0, totals.insured - coalesce(known_by_region.insured, 0))
            else threshold.threshold - 1e0
        end as most,
        greatest(0e0, totals.insured - coalesce(known_by_region.insured, 0)) as column_rest,
        greatest(0e0, names.insured - coalesce(known_by_name.insured, 0)) as row_rest,
        totals.insured as value
    from names
    cross join totals
    cross join threshold
    left join listed_pairs
        on names.industry_name = listed_pairs.industry_name and totals.region_code = listed_pairs.region_code
    left join known_by_name on names.industry_name = known_by_name.industry_name
    left join known_by_region on totals.region_code = known_by_region.region_code
    where listed_pairs.industry_name is null
),

-- a name starts in proportion to the regions
start as {{ once() }} (
    select
        own.row_id, own.column_id, own.fewest, own.most, own.column_rest, own.row_rest,
        own.row_rest * own.value / nullif(family.total, 0) as value
    from round_0 as own
    inner join (
        select row_id, {{ exact_sum('value') }} as total from round_0 group by row_id
    ) as family on own.row_id = family.row_id
),

{% for round in range(rounds) %}
{{ raking_round('start' if loop.first else 'raked_' ~ (round), 'raked_' ~ (round + 1)) }},
{% endfor %}

everything as (
    select
        row_id as industry_name, column_id as region_code, round(value, 6) as insured,
        column_rest as region_rest, row_rest as name_rest,
        false as is_listed
    from raked_{{ rounds }}
    union all
    select industry_name, region_code, insured, null, null, true from listed_pairs
),

file_rows as (
    select file.region_code, file.industry_name, file.ksic_revision, file.ksic_code, file.workplaces, file.insured
    from {{ source('staged', 'nps_workplaces') }} as file
    inner join file_month on file.month = file_month.month
),

-- rows under a merged province and under its parts are those of the merged province
file_places as (
    select own.region_code, coalesce(whole.region_code, own.region_code) as place_code
    from (select distinct region_code from file_rows where region_code <> 'UNPLACED') as own
    left join {{ ref('region_changes') }} as change
        on change.kind = 'merger' and own.region_code = change.from_region_code
    left join (select distinct region_code from file_rows) as whole on change.to_region_code = whole.region_code
),

file_names as (
    select
        industry_name, ksic_revision, ksic_code,
        cast(sum(workplaces) as double) as workplaces, cast(sum(insured) as double) as insured
    from file_rows
    group by industry_name, ksic_revision, ksic_code
),

file_pairs as (
    select file_rows.industry_name, file_places.place_code, cast(sum(file_rows.insured) as double) as insured
    from file_rows
    inner join file_places on file_rows.region_code = file_places.region_code
    group by file_rows.industry_name, file_places.place_code
)

select
    everything.industry_name, everything.region_code, listed_names.ksic_revision, listed_names.ksic_code,
    everything.insured, cast(listed_names.workplaces as double) as national_workplaces,
    listed_names.insured as national_insured, everything.is_listed, everything.region_rest, everything.name_rest
from everything
left join listed_names on everything.industry_name = listed_names.industry_name
union all
select
    names.industry_name, places.place_code, names.ksic_revision, names.ksic_code,
    greatest(0.5e0, coalesce(pair.insured, 0e0)), names.workplaces, names.insured, true, null, null
from file_names as names
cross join (select distinct place_code from file_places) as places
left join file_pairs as pair
    on names.industry_name = pair.industry_name and places.place_code = pair.place_code
