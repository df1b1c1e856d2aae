select distinct substr(dropped_code, 1, 2) as ksic_code
from taxonomy_sensitivity
where taxonomy_id = {taxonomy}
order by 1
