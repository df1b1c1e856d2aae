-- At least one census agrees with all published cells of a year: no bounds cross. This finds contradictions between
-- cells that are not parent and child, or that have suppressed cells between them. Crossed bounds spread from round to
-- round, so the reported cell is not necessarily a wrong one.
with crossed as (
    select
        series, year, region_code, ksic_code, is_listed,
        case when e_lo > e_hi then 'establishments' else 'employees in excess of one per establishment' end as counted,
        case when e_lo > e_hi then e_lo else x_lo end as least,
        case when e_lo > e_hi then e_hi else x_hi end as most
    from {{ ref('int_cell_bounds') }}
    where e_lo > e_hi or x_lo > x_hi or w_lo > w_hi or x_lo < 0
),

ranked as (
    select
        *,
        count(*) over () as crossed_cells,
        row_number() over (
            order by
                case when most < 0 then 1 else 0 end, case when is_listed then 0 else 1 end, least - most,
                year, series, region_code, ksic_code
        ) as position
    from crossed
),

first as (
    select * from ranked where position = 1
),

-- no rows are read if no bounds cross
snapshots as (
    select distinct concat(source_id, ' ', substr(snapshot_id, 1, 12)) as snapshot
    from {{ source('staged', 'census_cells') }}
    where year in (select year from first)
),

reported as (
    select first.*, sides.snapshots
    from first
    cross join (select {{ ordered_list('snapshot', 'snapshot', ', ') }} as snapshots from snapshots) as sides
)

{{ rows_as_error(
    'reported',
    'SC402',
    [
        "'no census agrees with all published cells of the year ('", 'snapshots', "'); cells with crossed bounds: '", 'crossed_cells',
        "', among them one with at least '", 'least', "' and at most '", 'most'
    ],
    ['series', "' '", 'year', "' region '", 'region_code', "' industry '", 'ksic_code', "' '", 'counted'],
    remedy_for_contradiction()
) }}
