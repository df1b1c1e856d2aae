select own.ksic_code, own.ksic_revision, own.industry_name_ko, own.industry_name_en, own.year,
       nation.value as national_value, own.value, own.status, own.share_of_nation, own.location_quotient,
       own.rank_low, own.rank_high, own.source_id
from industry_share as own
left join industry_share as nation
    on nation.series = own.series and nation.year = own.year and nation.ksic_code = own.ksic_code
    and nation.measure = own.measure and nation.region_code = '00'
where own.series = {series} and own.year = {year} and own.level = 'division'
    and own.measure = 'employees' and own.region_code = {region}
order by own.ksic_code
