select strftime(month, '%Y-%m') as month, industry_name, provinces, workplaces, share_of_workplaces,
       insured, share_of_insured, sum(share_of_insured) over (partition by month) as unmatched_share, status, source_id
from nps_unmatched_names
order by month desc, insured desc nulls last, workplaces desc, industry_name
limit 100
