select without.taxonomy_id, without.year, without.region_code, without.dropped_code, without.measure,
       without.share_low, without.share_high, without.share,
       without.full_share_low, without.full_share_high,
       without.change_low, without.change_high, without.change, without.status,
       names.industry_name_ko, names.industry_name_en, without.source_id
from taxonomy_sensitivity as without
left join (
    select ksic_code, min(industry_name_ko) as industry_name_ko, min(industry_name_en) as industry_name_en
    from industry_share where series = {series} and year = {year} group by ksic_code
) as names on without.dropped_code = names.ksic_code
where without.series = {series} and without.year = {year} and without.region_code = {region}
order by without.taxonomy_id, without.measure, abs(without.change) desc nulls last, without.dropped_code
