-- Bounds are ordered, shares are between 0 and 1, and there is a value exactly where both bounds are equal. For the
-- bounds of cells see census_bounds_do_not_cross.
{% set shares = [
    ('smart_city_share', 'share'), ('smart_city_industry', 'share'), ('technology_overlap', 'share_of_nation'),
    ('technology_overlap', 'share_of_region_total'), ('taxonomy_sensitivity', 'share'),
    ('division_approximation', 'share'), ('pension_share', 'share'), ('regional_complement', 'complement_score'),
    ('industry_relatedness', 'proximity'), ('relatedness_density', 'density'), ('regional_similarity', 'similarity')
] %}
{% set values = [
    'smart_city_scale', 'smart_city_share', 'smart_city_industry', 'technology_overlap', 'division_approximation',
    'pension_share'
] %}

{% for model in values %}
select '{{ model }}' as model, 'bounds' as complaint, count(*) as row_count
from {{ ref(model) }}
where
    value_low > value_high or value_low < 0 or not ({{ is_limited('value_high') }})
    or (value_low = value_high) <> (value is not null)
    or coalesce(value, value_low) <> value_low
having count(*) > 0
union all
{% endfor %}
{% for model, share in shares %}
select '{{ model }}', '{{ share }}', count(*)
from {{ ref(model) }}
where {{ share }}_low > {{ share }}_high or {{ share }}_low < 0 or {{ share }}_high > 1
having count(*) > 0
union all
{% endfor %}
select 'industry_share', 'share', count(*)
from {{ ref('industry_share') }}
where share_of_nation < 0 or share_of_nation > 1 or share_of_region < 0 or share_of_region > 1
having count(*) > 0
union all
select 'regional_specialisation', 'index', count(*)
from {{ ref('regional_specialisation') }}
where
    hhi_low > hhi_high or hhi_low < 0 or hhi_high > 1
    or effective_industries_low > effective_industries_high or effective_industries_low < 1
    or krugman_low > krugman_high or krugman_high > 2
    or krugman_rest_low > krugman_rest_high or krugman_rest_high > 2
    or specialised_industries_low > specialised_industries_high
    or (hhi_low = hhi_high) <> (hhi is not null) or (krugman_low = krugman_high) <> (krugman is not null)
    or (specialised_industries_low = specialised_industries_high) <> (specialised_industries is not null)
having count(*) > 0
union all
select 'industry_share', 'rank', count(*)
from {{ ref('industry_share') }}
where
    rank_low > rank_high or rank_low < 1
    or (rank_low = rank_high) <> (rank_in_nation is not null) or rank_in_nation <> rank_low
having count(*) > 0
union all
select 'regional_complement', 'value', count(*)
from {{ ref('regional_complement') }}
where
    complement_value_low > complement_value_high or complement_value_low < 0
    or (status in ('observed', 'derived')) <> (complement_score is not null)
    or complement_score not in (complement_score_low, complement_score_high)
having count(*) > 0
union all
select 'taxonomy_sensitivity', 'change', count(*)
from {{ ref('taxonomy_sensitivity') }}
where change_low > change_high or change_low < -1 or change_high > 1 or change not in (change_low, change_high)
having count(*) > 0
union all
select 'shift_share', 'parts do not add up', count(*)
from {{ ref('shift_share') }}
where
    change <> national + mix + regional
    or change <> dynamic_national + dynamic_mix + dynamic_regional
    or regional <> competitive + allocation
having count(*) > 0
