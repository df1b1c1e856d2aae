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
        own.ksic_revision, own.measure, own.group_code, own.end_code, own.value, own.is_stand_in, own.is_of_nation,
        tree.ksic_code
    from {{ ref('int_estimate_groups') }} as own
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on own.ksic_revision = tree.ksic_revision and own.end_code = tree.ancestor_code
    inner join {{ ref('ksic') }} as code
        on
            tree.ksic_revision = code.ksic_revision and tree.ksic_code = code.ksic_code
            and own.unit_depth = code.depth
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

figured as (
    select
        units.*, figures.insured, figures.national_insured, {{ weights }} as figure, truth.value as truth
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

weighted as {{ once() }} (
    select
        *, figure is not null as has_figure,
        coalesce(
            figure, cast(avg(cast(figure as decimal(28, 10))) over (partition by sum_id) as decimal(28, 6))
        ) as weight
    from figured
),

{{ raked_to_nation('weighted', 'raked') }},

distributed as {{ once() }} (
    select *, group_code as scale_code, {{ in_proportion('weight') }} as estimate
    from (
        select weighted.*, raked.raked_value
        from weighted
        left join raked on weighted.sum_id = raked.sum_id and weighted.end_code = raked.end_code
    ) as joined
),

-- a year whose data end at coarser codes takes over the structure of the reference year
links as (
    {{ counted_links() }}
),

carried as (
    select
        own.series, own.year as reference_year, own.region_code, own.measure, links.to_revision as ksic_revision,
        links.to_code as ksic_code, {{ exact_sum('own.estimate / links.parts') }} as weight,
        max(case when own.is_stand_in then 1 else 0 end) = 1 as is_stand_in,
        min(case when own.has_figure then 1 else 0 end) = 1 as has_figure,
        max(length(own.scale_code)) as scale_length
    from distributed as own
    inner join (
        select distinct series, reference_year, ksic_revision from {{ ref('int_estimate_groups') }}
        where experiment = 'release' and association = 'census'
    ) as wanted on own.series = wanted.series and own.year = wanted.reference_year
    inner join links
        on
            own.ksic_revision = links.from_revision and own.ksic_code = links.from_code
            and wanted.ksic_revision = links.to_revision
    where own.experiment = 'release'
    group by own.series, own.year, own.region_code, own.measure, links.to_revision, links.to_code
),

referred as (
    select
        units.*, coalesce(carried.weight, 0e0) as weight, cast(null as bigint) as truth,
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

{{ raked_to_nation('referred', 'referred_raked') }}

select
    sum_id, experiment, association, reference_year, series, year, region_code, ksic_revision, measure, group_code,
    value as group_value, scale_code, ksic_code, value as scale_value, is_stand_in, is_of_nation, has_figure, truth,
    round(estimate, 6) as estimate
from distributed
union all
select
    sum_id, experiment, association, reference_year, series, year, region_code, ksic_revision, measure, group_code,
    value, scale_code, ksic_code,
    cast(sum(cast(estimate as decimal(28, 10))) over (partition by sum_id, scale_code) as double),
    is_stand_in or is_hidden, is_of_nation, has_figure, truth, round(estimate, 6)
from (
    select *, {{ in_proportion('weight') }} as estimate
    from (
        select referred.*, referred_raked.raked_value
        from referred
        left join referred_raked
            on referred.sum_id = referred_raked.sum_id and referred.end_code = referred_raked.end_code
    ) as joined
) as carried_over
