-- The rows of taxonomies that assign a KSIC code to a layer, or to an industry of the layer.
select
    taxonomy_id, layer, industry, ksic_revision, ksic_code, coverage, part_share, evidence, note,
    source_id, snapshot_id, raw_row
from {{ source('staged', 'taxonomies') }}
where ksic_code is not null
