-- The set parts, each once: a set part is the part of a KSIC code that belongs to a set. Sets may share it.
select distinct set_part_id, ksic_revision, ksic_code, depth, is_full
from {{ ref('int_set_nodes') }}
