-- All insured of the nation (00), of each province, and of workplaces without a province (UNPLACED).
select source_id, month, region_code, ksic_revision, workplaces, insured, threshold
from {{ source('staged', 'nps_published') }}
where kind = 'total'
