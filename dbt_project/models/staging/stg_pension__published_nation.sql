-- Industry names of the nation. Each published name has one row; what names no industry is in the totals only.
select source_id, month, industry_name, ksic_revision, ksic_code, workplaces, insured
from {{ source('staged', 'nps_published') }}
where kind = 'industry' and region_code = '00'
