-- Every known sum of int_estimate_groups (sum_id), distributed over the codes that share it in proportion to their
-- weights in the association, raked to the nation's values where only the nation has its parts. All experiments are
-- computed here by the same expression: what is published (`release`) and what is compared with a truth that was
-- hidden. A code without a figure has the mean weight of its siblings, so that they do not take its part, and has no
-- estimate of its own (has_figure). scale_code is the finest code above the unit that a census knows, in this year or
-- in the reference year, and scale_value what it has.
{#- The weight of a code from the pension figures: persons and workplaces of the nation, persons of the province. -#}
{% set weights %}
    case units.association
        when 'none' then 1e0
        when 'pension_nation' then figures.national_insured
        when 'pension_region' then figures.insured
        when 'pension' then
            case units.measure
                when 'employees' then sqrt(figures.national_workplaces * figures.insured)
                else figures.national_workplaces * sqrt(figures.insured / nullif(figures.national_insured, 0))
            end
        when 'census' then coalesce(earlier.value * 1e0, places.value * national.size)
    end
{% endset %}
with units as (
    select
        own.sum_id, own.experiment, own.association, own.reference_year, own.series, own.year, own.region_code,
        own.ksic_revision, own.measure, own.end_code, tree.ksic_code
    from {{ ref('int_estimate_groups') }} as own
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on
            own.ksic_revision = tree.ksic_revision and own.end_code = tree.ancestor_code
            and own.unit_depth = length(tree.ksic_code)
),

cells as (
    select series, year, region_code, ksic_revision, ksic_code, measure, value
    from {{ ref('int_cells') }}
    where depth in (2, 5)
),

national as (
    select
        series, year, ksic_code,
        max(case when measure = 'employees' then value end) * 1e0
        / nullif(max(case when measure = 'establishments' then value end), 0) as size
    from cells
    where region_code = '00'
    group by series, year, ksic_code
),

figured as {{ once() }} (
    select
        units.sum_id, units.end_code, units.ksic_code, figures.insured, figures.national_insured,
        {{ weights }} as figure, truth.value as truth
    from units
    left join {{ ref('int_pension_figures') }} as figures
        on
            units.ksic_revision = figures.ksic_revision and units.ksic_code = figures.ksic_code
            and substr(units.region_code, 1, 2) = figures.region_code
    left join cells as truth
        on
            units.experiment <> 'release'
            and units.series = truth.series and units.year = truth.year and units.region_code = truth.region_code
            and units.ksic_code = truth.ksic_code and units.measure = truth.measure
    left join cells as earlier
        on
            units.experiment <> 'release'
            and units.series = earlier.series and units.reference_year = earlier.year
            and units.region_code = earlier.region_code and units.ksic_revision = earlier.ksic_revision
            and units.ksic_code = earlier.ksic_code and units.measure = earlier.measure
    left join cells as places
        on
            earlier.value is null and units.measure = 'employees' and places.measure = 'establishments'
            and units.experiment <> 'release'
            and units.series = places.series and units.reference_year = places.year
            and units.region_code = places.region_code and units.ksic_revision = places.ksic_revision
            and units.ksic_code = places.ksic_code
    left join national
        on
            places.value is not null
            and units.series = national.series and units.reference_year = national.year
            and units.ksic_code = national.ksic_code
    where units.experiment <> 'release' or units.association <> 'census'
),

means as (
    select sum_id, cast(avg(cast(figure as decimal(28, 10))) as decimal(28, 6)) as mean_figure
    from figured
    group by sum_id
),

weighted as {{ once() }} (
    select
        own.*, own.figure is not null as has_figure, coalesce(own.figure, means.mean_figure) as weight
    from figured as own
    inner join means on own.sum_id = means.sum_id
),

{{ raked_to_nation('weighted', 'raked') }},

distributed as {{ once() }} (
    {{ in_proportion('weighted', 'raked') }}
),

-- a year whose data end at coarser codes takes over the structure of the reference year
reference_units as {{ once() }} (
    select
        known.series, known.year, known.region_code, known.measure, known.ksic_revision, known.is_stand_in,
        length(known.group_code) as scale_length, wanted.ksic_revision as to_revision,
        own.ksic_code, own.has_figure, own.estimate
    from {{ ref('int_estimate_groups') }} as known
    inner join (
        select distinct series, reference_year, ksic_revision from {{ ref('int_estimate_groups') }}
        where experiment = 'release' and association = 'census'
    ) as wanted on known.series = wanted.series and known.year = wanted.reference_year
    inner join distributed as own on known.sum_id = own.sum_id and known.end_code = own.end_code
    where known.experiment = 'release'
),

links as (
    {{ counted_links() }}
),

carried as (
    select
        own.series, own.year as reference_year, own.region_code, own.measure, links.to_revision as ksic_revision,
        links.to_code as ksic_code, {{ exact_sum('own.estimate / links.parts') }} as weight,
        max(case when own.is_stand_in then 1 else 0 end) = 1 as is_stand_in,
        min(case when own.has_figure then 1 else 0 end) = 1 as has_figure,
        max(own.scale_length) as scale_length
    from reference_units as own
    inner join links
        on
            own.ksic_revision = links.from_revision and own.ksic_code = links.from_code
            and own.to_revision = links.to_revision
    group by own.series, own.year, own.region_code, own.measure, links.to_revision, links.to_code
),

referred as {{ once() }} (
    select
        units.sum_id, units.end_code, units.ksic_code, coalesce(carried.weight, 0e0) as weight,
        cast(null as double) as insured, cast(null as double) as national_insured,
        coalesce(carried.is_stand_in, true) as is_hidden, coalesce(carried.has_figure, false) as has_figure,
        substr(units.ksic_code, 1, coalesce(carried.scale_length, 5)) as scale_code
    from units
    left join carried
        on
            units.series = carried.series and units.reference_year = carried.reference_year
            and units.region_code = carried.region_code and units.measure = carried.measure
            and units.ksic_revision = carried.ksic_revision and units.ksic_code = carried.ksic_code
    where units.experiment = 'release' and units.association = 'census'
),

{{ raked_to_nation('referred', 'referred_raked') }},

estimated as (
    select
        sum_id, end_code, ksic_code, cast(null as {{ dbt.type_string() }}) as scale_code,
        cast(null as double) as scale_value, false as is_hidden, has_figure, truth, estimate
    from distributed
    union all
    select
        sum_id, end_code, ksic_code, scale_code,
        cast(sum(cast(estimate as decimal(28, 10))) over (partition by sum_id, scale_code) as double), is_hidden,
        has_figure, cast(null as bigint), estimate
    from ({{ in_proportion('referred', 'referred_raked') }}) as carried_over
)

select
    known.sum_id, known.test_id, known.experiment, known.association, known.reference_year, known.series, known.year,
    known.region_code, known.ksic_revision, known.measure, known.group_code, known.value as group_value,
    coalesce(own.scale_code, known.group_code) as scale_code, own.ksic_code,
    case when own.scale_code is null then known.value else own.scale_value end as scale_value,
    known.is_stand_in or own.is_hidden as is_stand_in, known.is_of_nation, own.has_figure, own.truth,
    round(own.estimate, 6) as estimate
from estimated as own
inner join {{ ref('int_estimate_groups') }} as known on own.sum_id = known.sum_id and own.end_code = known.end_code
