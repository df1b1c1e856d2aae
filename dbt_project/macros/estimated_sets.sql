{#-
    Final select over sums of sets by test_id, the columns `keys` and region_code, with their estimate and `scales`: each
    beside that of the nation, with its share of it and the scales of the share. `kept` is passed through.
-#}
{% macro beside_nation(sums, keys, scales, kept) -%}
complete_years as (
    {{ complete_years() }}
),

named as {{ once() }} (
    select
        tests.experiment, tests.association, tests.reference_year, tests.series, tests.year, tests.measure,
        own.test_id, own.region_code, own.estimate, own.{{ kept }}
        {%- for column in keys + scales %}, own.{{ column }}{% endfor %}
    from {{ sums }} as own
    inner join (
        select distinct test_id, experiment, association, reference_year, series, year, measure
        from {{ ref('int_estimate_groups') }}
    ) as tests on own.test_id = tests.test_id
)

select
    own.experiment, own.association, own.reference_year, own.series, own.year, own.measure,
    {% for column in keys + scales %}own.{{ column }}, {% endfor %}own.region_code, own.estimate,
    own.{{ kept }}, nation.{{ kept }} as national_{{ kept }}, nation.estimate as national_estimate,
    complete_years.provinces is not null as is_complete_year,
    own.estimate / nullif(nation.estimate, 0) as share,
    {% for scale in scales %}
    sqrt(
        power((1 - own.estimate / nullif(nation.estimate, 0)) * own.{{ scale }}, 2)
        + power(own.estimate / nullif(nation.estimate, 0), 2)
        * greatest(0e0, power(nation.{{ scale }}, 2) - power(own.{{ scale }}, 2))
    ) / nullif(nation.estimate, 0) as share_{{ scale }}{{ "," if not loop.last }}
    {% endfor %}
from named as own
inner join named as nation
    on
        own.test_id = nation.test_id and nation.region_code = '00'
        {%- for key in keys %} and own.{{ key }} = nation.{{ key }}{% endfor %}
left join complete_years
    on own.series = complete_years.series and own.year = complete_years.year and own.measure = complete_years.measure
{%- endmacro %}
