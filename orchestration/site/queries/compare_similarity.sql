select measure, region_code, other_region_code, similarity_low, similarity_high, undisclosed_divisions
from regional_similarity
where series = {series} and year = {year}
order by measure, region_code, other_region_code
