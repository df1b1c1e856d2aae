-- The pieces of codes that sets are made of, each once.
select distinct piece_id, ksic_revision, ksic_code, depth, is_full
from {{ ref('int_set_nodes') }}
