select here.measure, here.value, here.value / nation.value as share, here.source_id
from published_figures as here
inner join published_figures as nation
    on nation.place = 'table_8' and nation.counting = here.counting and nation.region_code = '00'
    and nation.layer = here.layer and nation.measure = here.measure
where here.place = 'table_8' and here.counting = 'exclusive' and here.region_code = {region} and here.layer = 'total'
order by here.measure
