select code_system, code, reason, label, row_count, source_id
from unmapped_codes
order by code_system, code, reason
