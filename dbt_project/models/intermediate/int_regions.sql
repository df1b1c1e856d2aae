-- Every region that the data name: nation and provinces from the seed, districts as found, with the names of
-- the seed `districts`. Names of districts repeat between provinces, so each is named with its province.
select region_code, region_level, parent_region_code, name_ko, short_name_ko, name_en
from {{ ref('regions') }}
union all
select
    found.region_code, 'district' as region_level, province.region_code as parent_region_code,
    province.name_ko || ' ' || coalesce(district.name_ko, found.region_code) as name_ko,
    province.short_name_ko || ' ' || coalesce(district.name_ko, found.region_code) as short_name_ko,
    coalesce(district.name_en, found.region_code) || ', ' || province.name_en as name_en
from (
    select distinct region_code from {{ source('staged', 'census_cells') }} where length(region_code) = 5
) as found
inner join {{ ref('regions') }} as province on substr(found.region_code, 1, 2) = province.region_code
left join {{ ref('districts') }} as district on found.region_code = district.region_code
