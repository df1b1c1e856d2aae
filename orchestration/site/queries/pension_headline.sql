select taxonomy_id, strftime(month, '%Y-%m') as month, share_low, share_high
from pension_share
where region_code = {region} and set_kind = 'total' and measure = 'insured'
    and month = (select max(month) from pension_share)
order by taxonomy_id
