select strftime(month, '%Y-%m') as month, region_code, taxonomy_id, layer, workplaces, insured, joined,
       "left", status, source_id
from nps_monthly
where region_code = {region} and ksic_code = 'TOTAL' and workplaces is not null and withdrawn is not null
order by taxonomy_id, layer, month
