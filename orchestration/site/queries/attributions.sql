with files as (
    select distinct snapshots.source_id, snapshots.partition_key, taxonomies.taxonomy_id
    from source_snapshots as snapshots
    inner join taxonomy_list as taxonomies
        on snapshots.source_id = taxonomies.source_id and snapshots.file_name = taxonomies.file_name
)
select snapshots.source_id, files.taxonomy_id, snapshots.attribution_ko, snapshots.attribution_en,
       snapshots.licence_id, snapshots.licence_url
from source_snapshots as snapshots
left join files
    on snapshots.source_id = files.source_id and snapshots.partition_key = files.partition_key
group by all
order by all
