-- Estimates of the layers and combinations that are known only within bounds, and of their shares of the nation, with
-- intervals from measured errors. What is exact has no row: the published value is the answer. Values that
-- must not be disclosed have none either.
{% set has_nation = '(own.is_complete_year and not own.national_is_hidden)' %}
with estimated as (
    select
        own.series, own.year, own.region_code, own.measure, own.taxonomy_id, own.set_id, own.association,
        own.reference_year, own.scale, own.share_scale,
        case when own.association = 'census' then own.outer_scale else 0e0 end as outer_scale,
        case when own.association = 'census' then own.share_outer_scale else 0e0 end as outer_share_scale,
        catalogue.set_kind, catalogue.overlap_rule, catalogue.layer, catalogue.combination,
        bounds.value_low, bounds.value_high, bounds.source_id,
        greatest(bounds.value_low * 1e0, least(bounds.value_high * 1e0, own.estimate)) as estimate,
        case when {{ has_nation }} and not bounds.nation_is_suppressed then bounds.share_low end as share_low,
        case when {{ has_nation }} and not bounds.nation_is_suppressed then bounds.share_high end as share_high,
        greatest(bounds.share_low, least(
            bounds.share_high, case when own.region_code = '00' then 1e0 else own.share end
        )) as share
    from {{ ref('int_estimate_sets') }} as own
    inner join {{ ref('int_sets') }} as catalogue
        on own.taxonomy_id = catalogue.taxonomy_id and own.set_id = catalogue.set_id
    inner join {{ ref('int_set_bounds') }} as bounds
        on
            own.taxonomy_id = bounds.taxonomy_id and own.set_id = bounds.set_id and own.series = bounds.series
            and own.year = bounds.year and own.region_code = bounds.region_code and own.measure = bounds.measure
    where
        not own.is_hidden and ({{ has_nation }} or own.region_code <> '00')
        and not bounds.is_suppressed and bounds.value_low < bounds.value_high
        and own.estimate between bounds.value_low - 0.5 and bounds.value_high + 0.5
),

-- the keys of smart_city_share and of technology_overlap, `all` for what does not distinguish a row
keyed as (
    select
        estimated.*, rules.overlap_rule as row_rule, estimated.layer as row_layer, countings.counting as row_counting,
        'all' as row_combination
    from estimated
    inner join (
        select distinct taxonomy_id, overlap_rule from {{ ref('int_sets') }} where set_kind = 'common'
    ) as rules
        on
            estimated.taxonomy_id = rules.taxonomy_id
            and coalesce(estimated.overlap_rule, rules.overlap_rule) = rules.overlap_rule
    inner join (
        select 'exclusive' as counting
        union all
        select 'inclusive' as counting
    ) as countings
        on
            estimated.set_kind in ('common', 'total')
            or (estimated.set_kind = 'exclusive' and countings.counting = 'exclusive')
            or (estimated.set_kind = 'layer' and countings.counting = 'inclusive')
    where estimated.set_kind <> 'combination'
    union all
    select *, 'all', 'all', 'all', combination from estimated
    where set_kind = 'combination'
)

select
    keyed.taxonomy_id,
    keyed.row_rule as overlap_rule,
    keyed.series,
    keyed.year,
    keyed.region_code,
    keyed.row_layer as layer,
    keyed.row_counting as counting,
    keyed.row_combination as combination,
    keyed.measure,
    round(keyed.estimate, {{ value_digits() }}) as estimate,
    {{ intervals(
        'keyed', 'estimate', 'scale', 'errors', 'value_low', 'value_high', 'estimate', value_digits()
    ) }},
    keyed.value_low,
    keyed.value_high,
    case when keyed.share_low is not null then round(keyed.share, {{ share_digits() }}) end as share_estimate,
    {{ intervals(
        'keyed', 'share', 'share_scale', 'share_errors', 'share_low', 'share_high', 'share_estimate', share_digits()
    ) }},
    keyed.share_low,
    keyed.share_high,
    {{ reliability('keyed', 'estimate', 'scale', 'errors') }} as reliability,
    case
        when keyed.share_low is null then null
        when keyed.region_code = '00' then 'A'
        else {{ reliability('keyed', 'share', 'share_scale', 'share_errors') }}
    end as reliability_in_nation,
    'spree' as method,
    keyed.association,
    case
        when keyed.association = 'census' then cast(keyed.reference_year as {{ dbt.type_string() }})
        else pension.period
    end as association_period,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    coalesce(label.name_ko, keyed.row_layer) as layer_name_ko,
    coalesce(label.name_en, keyed.row_layer) as layer_name_en,
    keyed.source_id
from keyed
{% for table, unit, association in [
    ('errors', 'set', 'pension'), ('outer_errors', 'set', 'census'),
    ('share_errors', 'share', 'pension'), ('outer_share_errors', 'share', 'census')
] %}
left join {{ ref('int_estimate_errors') }} as {{ table }}
    on
        {{ table }}.unit = '{{ unit }}' and keyed.series = {{ table }}.series
        and {{ table }}.association = '{{ association }}'
        and keyed.measure = {{ table }}.measure and keyed.region_code = {{ table }}.region_code
        and {{ table }}.held_out = 'none'
{% endfor %}
cross join {{ ref('int_estimate_month') }} as pension
left join {{ ref('int_regions') }} as region on keyed.region_code = region.region_code
left join {{ ref('int_taxonomy_levels') }} as label
    on keyed.taxonomy_id = label.taxonomy_id and keyed.row_layer = label.layer and label.industry = 'all'
-- no estimate without a measured error
where errors.scores is not null and (keyed.association <> 'census' or outer_errors.scores is not null)
