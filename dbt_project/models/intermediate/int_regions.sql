-- Every region in the data: nation and provinces from the seed `regions`, and the districts in the data with the names
-- from the seed `districts`. Several provinces have districts of the same name, so the province is part of the name.
select region_code, region_level, parent_region_code, name_ko, short_name_ko, name_en
from {{ ref('regions') }}
union all
select
    listed.region_code, 'district' as region_level, province.region_code as parent_region_code,
    province.name_ko || ' ' || coalesce(district.name_ko, listed.region_code) as name_ko,
    province.short_name_ko || ' ' || coalesce(district.name_ko, listed.region_code) as short_name_ko,
    coalesce(district.name_en, listed.region_code) || ', ' || province.name_en as name_en
from (
    select distinct region_code from {{ source('staged', 'census_cells') }} where length(region_code) = 5
) as listed
inner join {{ ref('regions') }} as province on substr(listed.region_code, 1, 2) = province.region_code
left join {{ ref('districts') }} as district on listed.region_code = district.region_code
