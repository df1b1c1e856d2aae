-- What each set stands on in a region: the published cells that may contribute, how fine they are, and how
-- many establishments the largest suppressed cell inside it has.
with frontier as (
    select
        cell.taxonomy_id, cell.set_id, cell.series, cell.year, cell.region_code, cell.ksic_code,
        cell.is_full,
        cell.e_hi > 0 as may_be_there,
        cell.is_full and (cover.is_listed or cell.e_lo = cell.e_hi) as is_fine,
        cover.is_suppressed,
        case
            when cell.w_hi = 0 then null
            when cover.is_suppressed and not cover.is_listed then cell.ksic_code
            else cover.cover_code
        end as contributor
    from {{ ref('int_set_cells') }} as cell
    left join {{ ref('int_cell_covers') }} as cover
        on
            cell.series = cover.series and cell.year = cover.year
            and cell.region_code = cover.region_code and cell.ksic_code = cover.ksic_code
    where cell.is_full or cell.is_terminal
)

select
    frontier.taxonomy_id, frontier.set_id, frontier.series, frontier.year, frontier.region_code,
    count(distinct frontier.contributor) as contributors,
    count(distinct case when frontier.is_suppressed then frontier.contributor end) as suppressed_cells,
    sum(case when frontier.may_be_there and frontier.is_fine then 1 else 0 end) as fine_cells,
    sum(case when frontier.may_be_there and not frontier.is_fine then 1 else 0 end) as coarse_cells,
    max(case when frontier.is_full then inside.establishments end) as suppressed_inside
from frontier
left join {{ ref('int_suppressed_inside') }} as inside
    on
        frontier.series = inside.series and frontier.year = inside.year
        and frontier.region_code = inside.region_code and frontier.ksic_code = inside.ksic_code
group by frontier.taxonomy_id, frontier.set_id, frontier.series, frontier.year, frontier.region_code
