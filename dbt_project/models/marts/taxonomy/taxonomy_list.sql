select
    own.taxonomy_id,
    max(own.title_ko) as title_ko,
    max(own.title_en) as title_en,
    max(own.agency_ko) as agency_ko,
    max(own.agency_en) as agency_en,
    max(own.notice) as notice,
    max(own.notice_date) as notice_date,
    max(own.valid_from) as valid_from,
    max(own.source_url) as source_url,
    max(case when own.coverage = 'part' then 1 else 0 end) = 1 as has_partial_codes,
    max(case when own.industry is not null then 1 else 0 end) = 1 as has_industries,
    max(file.origin) as origin,
    max(file.file_name) as file_name,
    own.source_id
from {{ source('staged', 'taxonomies') }} as own
left join {{ ref('source_snapshots') }} as file
    on own.source_id = file.source_id and own.snapshot_id = file.snapshot_id
group by own.taxonomy_id, own.source_id
