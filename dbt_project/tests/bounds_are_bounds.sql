-- Bounds are ordered, shares lie in 0..1, a value stands exactly where both bounds are one, and the published
-- cells do not contradict each other.
{% set shares = [
    ('smart_city_share', 'share'), ('smart_city_industry', 'share'), ('technology_overlap', 'share_of_nation'),
    ('technology_overlap', 'share_of_region_total'), ('taxonomy_sensitivity', 'share')
] %}
{% set values = ['smart_city_scale', 'smart_city_share', 'smart_city_industry', 'technology_overlap'] %}

select 'int_cell_bounds' as model, 'published cells contradict each other' as complaint, count(*) as row_count
from {{ ref('int_cell_bounds') }}
where e_lo > e_hi or x_lo > x_hi or w_lo > w_hi or x_lo < 0
having count(*) > 0
{% for model in values %}
union all
select '{{ model }}', 'bounds', count(*)
from {{ ref(model) }}
where
    value_low > value_high or value_low < 0
    or (value_low = value_high) <> (value is not null)
    or coalesce(value, value_low) <> value_low
having count(*) > 0
{% endfor %}
{% for model, share in shares %}
union all
select '{{ model }}', '{{ share }}', count(*)
from {{ ref(model) }}
where {{ share }}_low > {{ share }}_high or {{ share }}_low < 0 or {{ share }}_high > 1
having count(*) > 0
{% endfor %}
union all
select 'industry_share', 'share', count(*)
from {{ ref('industry_share') }}
where share_of_nation < 0 or share_of_nation > 1 or share_of_region < 0 or share_of_region > 1
having count(*) > 0
union all
select 'regional_specialisation', 'index', count(*)
from {{ ref('regional_specialisation') }}
where hhi_low > hhi_high or krugman_low > krugman_high or hhi_low < 0 or hhi_high > 1 or krugman_high > 2
having count(*) > 0
union all
select 'shift_share', 'parts do not add up', count(*)
from {{ ref('shift_share') }}
where change <> national + mix + regional
having count(*) > 0
