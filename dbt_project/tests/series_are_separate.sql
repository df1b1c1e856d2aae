-- The census has one series to 2019 and another from 2020: each year belongs to one series, no change is computed
-- between two series, and a year has one KSIC revision.
{% set marts = [
    'industry_share', 'smart_city_scale', 'smart_city_share', 'smart_city_industry', 'technology_overlap',
    'regional_specialisation', 'regional_complement', 'regional_similarity', 'relatedness_density', 'taxonomy_sensitivity',
    'division_approximation', 'smart_city_estimate', 'industry_estimate'
] %}
select 'shift_share' as model, series, from_year as year, to_year as other
from {{ ref('shift_share') }}
where
    to_year <= from_year
    or (series = 'survey' and to_year >= 2020)
    or (series = 'register' and from_year < 2020)
{% for mart in marts %}
union all
select '{{ mart }}', series, year, null
from {{ ref(mart) }}
where (series = 'survey' and year >= 2020) or (series = 'register' and year < 2020)
{% endfor %}
union all
select 'stg_census__cells', series, year, cast(count(distinct ksic_revision) as integer)
from {{ ref('stg_census__cells') }}
group by series, year
having count(distinct ksic_revision) > 1
