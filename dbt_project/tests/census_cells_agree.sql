-- No published cells of one series and year contradict each other. Reports the first contradiction and its sources. A
-- cell with different values in two sources is reported first, because it is the clearest case.
with ranked as (
    select
        found.*,
        count(*) over () as contradictions,
        row_number() over (
            order by
                case when found.kind = 'twice' then 0 else 1 end,
                found.year, found.series, found.region_code, code.depth, found.ksic_code, found.kind,
                case when found.measure = 'establishments' then 0 else 1 end
        ) as position
    from {{ ref('int_contradictions') }} as found
    left join {{ ref('ksic') }} as code
        on found.ksic_revision = code.ksic_revision and found.ksic_code = code.ksic_code
),

first as (
    select * from ranked where position = 1
),

-- no rows are read if there is no contradiction
cells_of_year as (
    select * from {{ source('staged', 'census_cells') }}
    where year in (select year from first) and status = 'observed'
),

-- the snapshots with the value, and those with the values that contradict it
snapshots as (
    select distinct
        case
            when cell.region_code = first.region_code and cell.ksic_code = first.ksic_code
                and cell.measure = first.measure and cell.value = first.value then 'this'
            else 'other'
        end as side,
        concat(cell.source_id, ' ', substr(cell.snapshot_id, 1, 12)) as snapshot
    from first
    inner join cells_of_year as cell
        on first.series = cell.series and first.year = cell.year and first.ksic_revision = cell.ksic_revision
    left join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    left join {{ ref('regions') }} as region on cell.region_code = region.region_code
    where
        (cell.region_code = first.region_code and cell.ksic_code = first.ksic_code and cell.measure = first.measure)
        or (
            first.kind = 'employees'
            and cell.region_code = first.region_code and cell.ksic_code = first.ksic_code
        )
        or (
            first.kind = 'industries' and cell.measure = first.measure
            and cell.region_code = first.region_code and code.parent_code = first.ksic_code
        )
        or (
            first.kind = 'regions' and cell.measure = first.measure and cell.ksic_code = first.ksic_code
            and coalesce(region.parent_region_code, substr(cell.region_code, 1, 2)) = first.region_code
        )
        or (
            first.kind = 'districts' and cell.measure = first.measure and cell.ksic_code = first.ksic_code
            and concat(substr(cell.region_code, 1, 4), '0') = first.region_code
        )
),

sides as (
    select side, {{ ordered_list('snapshot', 'snapshot', ', ') }} as snapshots
    from snapshots
    group by side
),

reported as (
    select first.*, this.snapshots, other.snapshots as other_snapshots
    from first
    left join sides as this on this.side = 'this'
    left join sides as other on other.side = 'other'
)

{{ rows_as_error(
    'reported',
    'SC402',
    [
        "'published cells contradict each other; contradictions: '", 'contradictions', "', the first: '",
        'value', "' ('", "coalesce(snapshots, '?')", "')'",
        "case kind
            when 'twice' then ' and '
            when 'employees' then ' where the establishments are '
            when 'districts' then ' of a city, and again for one of its own districts '
            else concat(' where the ', kind, ' below add up to ')
        end",
        'other_value', "' ('", "coalesce(other_snapshots, '?')", "')'"
    ],
    ['series', "' '", 'year', "' region '", 'region_code', "' industry '", 'ksic_code', "' '", 'measure'],
    remedy_for_contradiction()
) }}
