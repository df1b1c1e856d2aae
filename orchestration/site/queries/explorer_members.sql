select distinct taxonomy_id, ksic_revision, ksic_code, coverage, part_share
from taxonomy_codes order by taxonomy_id, ksic_revision, ksic_code
