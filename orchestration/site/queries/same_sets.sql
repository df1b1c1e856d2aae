with sets as (
    select layer, industry, series, year, region_code, measure, value_low, value_high
    from smart_city_industry
    where taxonomy_id = {taxonomy}
    union all
    select layer, '' as industry, series, year, region_code, measure, value_low, value_high
    from smart_city_scale
    where taxonomy_id = {taxonomy} and layer = 'common' and counting = 'exclusive' and overlap_rule = 'two_or_more'
), written as (
    -- sets of the same codes have the same values in every year, region and measure
    select layer, industry, sum(value_low) as size,
           string_agg(concat_ws('|', series, year, region_code, measure, value_low, value_high), ';'
                      order by series, year, region_code, measure) as content
    from sets
    group by layer, industry
)
select layer, industry, dense_rank() over (order by content) as same_set
from written
where size > 0
order by same_set, layer, industry
