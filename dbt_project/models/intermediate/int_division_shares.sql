-- Share of each division in its region and in the nation, with bounds where the cell has no value.
-- Bounds must not reveal a suppressed cell. In a year with a suppressed cell they are those of int_undisclosed_bounds,
-- which use no subtraction (an upper bound that equals the lower bound would be the suppressed value, so it is not
-- used). In a year without one (is_unsuppressed) they are the bounds from all published cells together, and the shares
-- of a region add up to 1.
with cells as {{ once() }} (
    select series, year, region_code, ksic_revision, ksic_code, level, measure, value, value_low, value_high, status
    from {{ ref('int_cells') }}
    where {{ in_slice('year') }}
),

years as (
    select series, year, measure, max(case when status = 'suppressed' then 1 else 0 end) = 0 as is_unsuppressed
    from cells
    group by series, year, measure
),

totals as (
    select cells.series, cells.year, cells.region_code, cells.measure, cells.value, years.is_unsuppressed
    from cells
    inner join years
        on cells.series = years.series and cells.year = years.year and cells.measure = years.measure
    where cells.level = 'total' and cells.value > 0
),

divisions as {{ once() }} (
    select
        cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.measure, cell.status,
        total.is_unsuppressed, total.value as total,
        cell.value is not null as is_disclosed,
        coalesce(
            cell.value, case when total.is_unsuppressed then cell.value_low else coalesce(bounds.value_low, 0) end
        ) as value_low,
        coalesce(
            cell.value,
            least(
                total.value,
                case
                    when total.is_unsuppressed then cell.value_high
                    else nullif(bounds.value_high, bounds.value_low)
                end
            ),
            total.value
        ) as value_high
    from cells as cell
    inner join totals as total
        on
            cell.series = total.series and cell.year = total.year and cell.measure = total.measure
            and cell.region_code = total.region_code
    left join {{ ref('int_undisclosed_bounds') }} as bounds
        on
            cell.series = bounds.series and cell.year = bounds.year and cell.measure = bounds.measure
            and cell.region_code = bounds.region_code and cell.ksic_code = bounds.ksic_code
            and {{ in_slice('bounds.year') }}
    where cell.level = 'division'
)

select
    own.series, own.year, own.region_code, own.ksic_revision, own.ksic_code, own.measure, own.status,
    own.is_unsuppressed, own.total,
    nation.total as national_total,
    own.is_disclosed,
    own.is_disclosed and nation.is_disclosed as is_comparable,
    own.value_low * 1e0 / own.total as share_low,
    own.value_high * 1e0 / own.total as share_high,
    nation.value_low * 1e0 / nation.total as national_share_low,
    nation.value_high * 1e0 / nation.total as national_share_high
from divisions as own
inner join divisions as nation
    on
        own.series = nation.series and own.year = nation.year and own.measure = nation.measure
        and own.ksic_code = nation.ksic_code and nation.region_code = '00'
