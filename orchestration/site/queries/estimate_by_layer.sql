select own.taxonomy_id, own.year, own.region_code, own.layer, own.counting, own.measure,
       own.value_low, own.value_high, own.national_value_high, own.share_low, own.share_high, own.status,
       guess.estimate, guess.estimate_low_80, guess.estimate_high_80, guess.reliability,
       guess.share_estimate, guess.share_estimate_low_80, guess.share_estimate_high_80, guess.reliability_in_nation,
       guess.association, guess.association_period,
       pension.share_low as pension_low, pension.share_high as pension_high,
       strftime(pension.month, '%Y-%m') as pension_month,
       here.value / nation.value as printed_share_2017,
       own.layer_name_ko, own.layer_name_en, concat_ws(';', own.source_id, here.source_id, pension.source_id) as source_id
from smart_city_share as own
left join smart_city_estimate as guess
    on guess.taxonomy_id = own.taxonomy_id and guess.overlap_rule = own.overlap_rule and guess.series = own.series
    and guess.year = own.year and guess.region_code = own.region_code and guess.layer = own.layer
    and guess.counting = own.counting and guess.combination = 'all' and guess.measure = own.measure
left join pension_share as pension
    on pension.taxonomy_id = own.taxonomy_id and pension.region_code = own.region_code and pension.measure = 'insured'
    and own.measure = 'employees' and pension.month = (select max(month) from pension_share)
    and pension.layer = own.layer
    and pension.set_kind = case
        when own.layer in ('common', 'total') then own.layer
        when own.counting = 'inclusive' then 'layer'
        else 'exclusive'
    end
    and (pension.overlap_rule = 'none' or pension.overlap_rule = own.overlap_rule)
left join published_figures as here
    on here.place = 'table_8' and here.region_code = own.region_code and here.layer = own.layer
    and here.counting = own.counting and here.measure = own.measure
    -- only a classification in the report's layers compares with the report
    and own.taxonomy_id in (select taxonomy_id from smart_city_share where overlap_rule = 'table_8')
left join published_figures as nation
    on nation.place = 'table_8' and nation.region_code = '00' and nation.layer = here.layer
    and nation.counting = here.counting and nation.measure = here.measure
where own.taxonomy_id = {taxonomy} and own.region_code = {region} and own.series = {series} and own.year = {year}
    and own.overlap_rule = 'two_or_more' and (own.counting = 'exclusive' or own.layer not in ('common', 'total'))
order by own.measure, own.layer, own.counting
