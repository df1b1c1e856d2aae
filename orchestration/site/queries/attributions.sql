select source_id, min(attribution_ko) as attribution_ko, min(attribution_en) as attribution_en
from source_snapshots
group by source_id
order by source_id
