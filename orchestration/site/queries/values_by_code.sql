select ksic_code, region_code, value, false as is_estimate
from industry_share
where series = {series} and year = {year} and measure = {measure} and region_code in {regions} and value is not null
union all
select ksic_code, region_code, estimate as value, true as is_estimate
from industry_estimate
where series = {series} and year = {year} and measure = {measure} and region_code in {regions}
