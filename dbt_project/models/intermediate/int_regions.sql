-- Every region that the data name: nation and provinces from the seed, districts as found (without a name).
select region_code, region_level, parent_region_code, name_ko, short_name_ko, name_en
from {{ ref('regions') }}
union all
select distinct
    region_code, 'district' as region_level, substr(region_code, 1, 2) as parent_region_code,
    region_code as name_ko, region_code as short_name_ko, region_code as name_en
from {{ source('staged', 'census_cells') }}
where length(region_code) = 5
