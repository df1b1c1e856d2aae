-- Proximity of two divisions by co-location (Hidalgo et al. 2007), each pair once (ksic_code < related_code): the
-- lesser conditional probability that a province with a location quotient above 1 in one has it in the other too.
-- Observations are provinces in years of one series and KSIC revision. They are few and the years resemble each other,
-- so two measures of stability are given: the jackknife over provinces, and the years in which the proximity of that
-- year alone reaches the threshold of a link.
{% set pair = ['series', 'ksic_revision', 'measure', 'ksic_code', 'related_code'] %}
{% set counts = [
    'both_low', 'both_high', 'own_of_low', 'related_of_low', 'own_of_high', 'related_of_high', 'undecided'
] %}
with observed as {{ once() }} (
    select
        own.series, own.ksic_revision, own.measure, own.ksic_code, related.ksic_code as related_code,
        own.year, own.region_code,
        own.certain * related.certain as both_low,
        own.possible * related.possible as both_high,
        -- for the least proximity an open observation is one of an industry alone, for the greatest one of both or none
        own.certain + (own.possible - own.certain) * (1 - related.certain) as own_of_low,
        related.certain + (related.possible - related.certain) * (1 - own.certain) as related_of_low,
        own.certain + (own.possible - own.certain) * related.possible as own_of_high,
        related.certain + (related.possible - related.certain) * own.possible as related_of_high,
        greatest(own.possible - own.certain, related.possible - related.certain) as undecided
    from {{ ref('int_specialised_divisions') }} as own
    inner join {{ ref('int_specialised_divisions') }} as related
        on
            own.series = related.series and own.year = related.year and own.region_code = related.region_code
            and own.ksic_revision = related.ksic_revision and own.measure = related.measure
            and own.ksic_code < related.ksic_code
),

wholes as {{ once() }} (
    select
        {{ pair | join(', ') }},
        {% for name in counts %}
        sum({{ name }}) as {{ name }},
        {% endfor %}
        count(distinct region_code) as provinces, count(distinct year) as years, count(*) as observations
    from observed
    group by {{ pair | join(', ') }}
),

-- all observations but those of one province
without_one as (
    select
        {% for column in pair %}
        whole.{{ column }},
        {% endfor %}
        {% for name in counts %}
        whole.{{ name }} - part.{{ name }} as {{ name }}{{ "," if not loop.last }}
        {% endfor %}
    from wholes as whole
    inner join (
        select
            {{ pair | join(', ') }}, region_code,
            {% for name in counts %}
            sum({{ name }}) as {{ name }}{{ "," if not loop.last }}
            {% endfor %}
        from observed
        group by {{ pair | join(', ') }}, region_code
    ) as part
        on
            {% for column in pair %}
            whole.{{ column }} = part.{{ column }}{{ " and" if not loop.last }}
            {% endfor %}
),

left_out as {{ once() }} (
    select
        {{ pair | join(', ') }}, undecided,
        {{ proximity_low('without_one') }} as proximity_low,
        {{ proximity_high('without_one') }} as proximity_high
    from without_one
),

means as (
    select
        {{ pair | join(', ') }},
        min(proximity_low) as jackknife_low,
        max(proximity_high) as jackknife_high,
        {{ exact_sum('proximity_low') }} / count(proximity_low) as mean
    from left_out
    group by {{ pair | join(', ') }}
),

-- (n - 1) / n times the sum of squared differences from the mean (Efron and Tibshirani 1993, 11.5); only where no
-- observation is open and every proximity exists
errors as (
    select
        {% for column in pair %}
        left_out.{{ column }},
        {% endfor %}
        means.jackknife_low, means.jackknife_high,
        case
            when max(left_out.undecided) = 0 and count(left_out.proximity_low) = count(*) and count(*) > 1
                then sqrt(
                    (count(*) - 1) * {{ exact_sum(
                        '(left_out.proximity_low - means.mean) * (left_out.proximity_low - means.mean)'
                    ) }} / count(*)
                )
        end as jackknife_error
    from left_out
    inner join means
        on
            {% for column in pair %}
            left_out.{{ column }} = means.{{ column }}{{ " and" if not loop.last }}
            {% endfor %}
    group by
        {% for column in pair %}
        left_out.{{ column }},
        {% endfor %}
        means.jackknife_low, means.jackknife_high
),

by_year as (
    select
        {{ pair | join(', ') }}, year,
        {% for name in counts %}
        sum({{ name }}) as {{ name }}{{ "," if not loop.last }}
        {% endfor %}
    from observed
    group by {{ pair | join(', ') }}, year
),

linked as (
    select
        {{ pair | join(', ') }},
        sum(case when {{ proximity_low('by_year') }} >= {{ var('relatedness_link') }} then 1 else 0 end) as linked_low,
        sum(case when {{ proximity_high('by_year') }} >= {{ var('relatedness_link') }} then 1 else 0 end) as linked_high
    from by_year
    group by {{ pair | join(', ') }}
)

select
    {% for column in pair %}
    whole.{{ column }},
    {% endfor %}
    whole.undecided, whole.provinces, whole.years, whole.observations,
    {{ proximity_low('whole') }} as proximity_low,
    {{ proximity_high('whole') }} as proximity_high,
    errors.jackknife_low, errors.jackknife_high, errors.jackknife_error,
    linked.linked_low, linked.linked_high
from wholes as whole
inner join errors
    on
        {% for column in pair %}
        whole.{{ column }} = errors.{{ column }}{{ " and" if not loop.last }}
        {% endfor %}
inner join linked
    on
        {% for column in pair %}
        whole.{{ column }} = linked.{{ column }}{{ " and" if not loop.last }}
        {% endfor %}
