select strftime(month, '%Y-%m') as month, industry_name, provinces, workplaces, share_of_workplaces,
       insured, status, source_id
from nps_unmatched_names
order by month desc, workplaces desc, industry_name
limit 100
