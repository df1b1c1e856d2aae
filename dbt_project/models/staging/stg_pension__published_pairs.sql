-- Pairs of industry name and province that reach the threshold. A pair that is not here has fewer insured than that.
select source_id, month, industry_name, region_code, ksic_revision, ksic_code, insured, threshold
from {{ source('staged', 'nps_published') }}
where kind = 'industry' and region_code <> '00'
