select source_id, partition_key, part, origin, file_name, size_bytes, row_count, snapshot_id,
       primary_suppressed, secondary_suppressed,
       epoch(retrieved_at) as retrieved_epoch, title_ko, title_en, publisher, landing_page,
       licence_id, licence_url, attribution_ko, attribution_en
from source_snapshots
order by source_id, partition_key, part
