select distinct ksic_revision, series, year
from industry_share order by year, series, ksic_revision
