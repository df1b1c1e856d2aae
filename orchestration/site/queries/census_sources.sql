select distinct source_id from industry_share where year <= {year} order by source_id
