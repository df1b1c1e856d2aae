-- A cell that the agency suppressed has no number, and neither has an aggregate of too few establishments.
{% set bounded = [
    ('smart_city_scale', ['value', 'value_low', 'value_high']),
    ('smart_city_share', ['value', 'value_low', 'value_high', 'share', 'share_low', 'share_high']),
    ('smart_city_industry', ['value', 'value_low', 'value_high', 'share', 'share_low', 'share_high']),
    ('technology_overlap', ['value', 'value_low', 'value_high', 'share_of_nation', 'share_of_nation_low',
        'share_of_nation_high', 'share_of_region_total_low', 'share_of_region_total_high']),
    ('taxonomy_sensitivity', ['share', 'share_low', 'share_high', 'change', 'change_low', 'change_high']),
    ('shift_share', ['change', 'national', 'mix', 'regional', 'dynamic_national', 'dynamic_mix', 'dynamic_regional',
        'competitive', 'allocation']),
    ('industry_share', ['value', 'share_of_nation', 'share_of_region', 'location_quotient', 'rank_in_nation',
        'rank_low', 'rank_high']),
    ('regional_complement', ['complement_score', 'complement_value'])
] %}
with confidential as (
    select series, year, region_code, ksic_code
    from {{ ref('stg_census__cells') }}
    where employees_status = 'suppressed'
)

select 'industry_share' as model, share.series, share.year, share.region_code, share.ksic_code
from {{ ref('industry_share') }} as share
inner join confidential as cell
    on
        share.series = cell.series and share.year = cell.year
        and share.region_code = cell.region_code and share.ksic_code = cell.ksic_code
where share.measure = 'employees' and (share.status <> 'suppressed' or share.value is not null)
union all
select 'shift_share', change.series, cell.year, change.region_code, change.ksic_code
from {{ ref('shift_share') }} as change
inner join confidential as cell
    on
        change.series = cell.series and cell.year in (change.from_year, change.to_year)
        and change.region_code = cell.region_code and change.ksic_code = cell.ksic_code
where change.measure = 'employees' and change.change is not null
union all
select 'regional_complement', pair.series, pair.year, cell.region_code, pair.industry
from {{ ref('regional_complement') }} as pair
inner join confidential as cell
    on
        pair.series = cell.series and pair.year = cell.year and pair.industry = cell.ksic_code
        and cell.region_code in (pair.base_region_code, pair.partner_region_code)
where
    pair.measure = 'employees'
    and (
        pair.status <> 'suppressed' or pair.complement_score is not null or pair.complement_value is not null
        or (cell.region_code = pair.base_region_code and pair.base_location_quotient is not null)
        or (cell.region_code = pair.partner_region_code and pair.partner_location_quotient is not null)
    )
{% for model, columns in bounded %}
union all
select
    '{{ model }}', series, cast(null as integer),
    {{ 'base_region_code' if model == 'regional_complement' else 'region_code' }},
    cast(null as {{ dbt.type_string() }})
from {{ ref(model) }}
where status = 'suppressed' and coalesce({{ columns | join(', ') }}) is not null
{% endfor %}
