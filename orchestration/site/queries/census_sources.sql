select distinct source_id from industry_share order by source_id
