-- Some census agrees with all published cells of a year: no bounds cross. Sees the contradictions between cells that
-- lie further apart than one and those below it, or behind suppressed ones. They spread from round to round: the cell
-- that is said need not be one that is wrong.
with crossed as (
    select
        series, year, region_code, ksic_code, is_listed,
        case when e_lo > e_hi then 'establishments' else 'employees beyond one an establishment' end as counted,
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
        ) as place
    from crossed
),

first as (
    select * from ranked where place = 1
),

-- reads nothing where nothing is wrong
said as (
    select distinct concat(source_id, ' ', substr(snapshot_id, 1, 12)) as snapshot
    from {{ source('staged', 'census_cells') }}
    where year in (select year from first)
),

told as (
    select first.*, sides.snapshots
    from first
    cross join (select {{ ordered_list('snapshot', 'snapshot', ', ') }} as snapshots from said) as sides
)

{{ refused(
    'told',
    'SC402',
    [
        "'no census fits all published cells of the year ('", 'snapshots', "'); cells without room: '", 'crossed_cells',
        "', among them one with at least '", 'least', "' and at most '", 'most'
    ],
    ['series', "' '", 'year', "' region '", 'region_code', "' industry '", 'ksic_code', "' '", 'counted'],
    one_has_to_go()
) }}
