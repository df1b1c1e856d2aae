select own.taxonomy_id, own.title_ko, own.title_en, own.agency_ko, own.agency_en, own.notice,
       cast(own.notice_date as varchar) as notice_date, cast(own.valid_from as varchar) as valid_from,
       own.source_url, own.origin, own.file_name, own.source_id,
       codes.revisions, codes.layers, codes.codes, codes.partial_codes, coalesce(levels.industries, 0) as industries
from taxonomy_list as own
inner join (
    select taxonomy_id, count(distinct layer) as layers, count(distinct ksic_code) as codes,
           count(distinct case when coverage = 'part' then ksic_code end) as partial_codes,
           string_agg(distinct ksic_revision, ',' order by ksic_revision) as revisions
    from taxonomy_codes group by taxonomy_id
) as codes on own.taxonomy_id = codes.taxonomy_id
left join (
    select taxonomy_id, count(*) as industries from taxonomy_levels where industry <> 'all' group by taxonomy_id
) as levels on own.taxonomy_id = levels.taxonomy_id
order by own.taxonomy_id
