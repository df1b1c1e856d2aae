-- Each set of leaves in each region and year: the least and the greatest that the published cells allow.
-- A code splits into the part inside the set (s) and the part outside (n). From the leaves upwards both are
-- summed over the children and tightened by the code's own bounds; then the provinces against the nation.
{% set depths = [5, 4, 3, 2, 1, 0] %}
{% set parts = ['es', 'en', 'ws', 'wn'] %}

with touched as {{ once() }} (
    select
        node.taxonomy_id, node.set_id, node.depth, node.is_full,
        cell.series, cell.year, cell.region_code, cell.ksic_code, cell.parent_code,
        cell.parent_region_code, cell.regions_complete,
        cell.e_lo, cell.e_hi, cell.w_lo, cell.w_hi, cell.cover_code, cell.cover_is_suppressed,
        family.parent_code is null as is_terminal,
        family.e_lo as f_e_lo, family.e_hi as f_e_hi, family.w_lo as f_w_lo, family.w_hi as f_w_hi
    from {{ ref('int_set_nodes') }} as node
    inner join {{ ref('int_cell_bounds') }} as cell
        on node.ksic_revision = cell.ksic_revision and node.ksic_code = cell.ksic_code
    left join (
        select
            series, year, region_code, parent_code,
            sum(e_lo) as e_lo, sum(e_hi) as e_hi, sum(w_lo) as w_lo, sum(w_hi) as w_hi
        from {{ ref('int_cell_bounds') }}
        group by series, year, region_code, parent_code
    ) as family
        on
            cell.series = family.series and cell.year = family.year
            and cell.region_code = family.region_code and cell.ksic_code = family.parent_code
),

{% for depth in depths %}
sums_{{ depth }} as (
    select
        node.taxonomy_id, node.set_id, node.series, node.year, node.region_code, node.ksic_code,
        node.parent_code, node.e_lo, node.e_hi, node.w_lo, node.w_hi, node.is_terminal, node.is_full,
        {% for m in ['e', 'w'] %}
        {% if depth == 5 %}
        case when node.is_full then node.{{ m }}_lo else 0 end as {{ m }}s_lo,
        node.{{ m }}_hi as {{ m }}s_hi,
        0 as {{ m }}n_lo,
        case when node.is_full then 0 else node.{{ m }}_hi end as {{ m }}n_hi
        {% else %}
        case when node.is_full then node.{{ m }}_lo else coalesce(sum(child.{{ m }}s_lo), 0) end as {{ m }}s_lo,
        case
            when node.is_full or node.is_terminal then node.{{ m }}_hi else coalesce(sum(child.{{ m }}s_hi), 0)
        end as {{ m }}s_hi,
        case
            when node.is_full or node.is_terminal then 0
            else node.f_{{ m }}_lo + sum(child.{{ m }}n_lo) - sum(child.{{ m }}_lo)
        end as {{ m }}n_lo,
        case
            when node.is_full then 0
            when node.is_terminal then node.{{ m }}_hi
            else node.f_{{ m }}_hi + sum(child.{{ m }}n_hi) - sum(child.{{ m }}_hi)
        end as {{ m }}n_hi
        {% endif %}{{ "," if not loop.last }}
        {% endfor %}
    from touched as node
    {% if depth < 5 %}
    left join part_{{ depth + 1 }} as child
        on
            node.taxonomy_id = child.taxonomy_id and node.set_id = child.set_id
            and node.series = child.series and node.year = child.year
            and node.region_code = child.region_code and node.ksic_code = child.parent_code
    where node.depth = {{ depth }}
    group by
        node.taxonomy_id, node.set_id, node.series, node.year, node.region_code, node.ksic_code,
        node.parent_code, node.e_lo, node.e_hi, node.w_lo, node.w_hi, node.is_terminal, node.is_full,
        node.f_e_lo, node.f_e_hi, node.f_w_lo, node.f_w_hi
    {% else %}
    where node.depth = {{ depth }}
    {% endif %}
),

part_{{ depth }} as {{ once() }} (
    select
        taxonomy_id, set_id, series, year, region_code, ksic_code, parent_code, e_lo, e_hi, w_lo, w_hi,
        {% for m in ['e', 'w'] %}
        cast(greatest({{ m }}s_lo, {{ m }}_lo - {{ m }}n_hi) as bigint) as {{ m }}s_lo,
        cast(least({{ m }}s_hi, {{ m }}_hi - {{ m }}n_lo) as bigint) as {{ m }}s_hi,
        cast(greatest({{ m }}n_lo, {{ m }}_lo - {{ m }}s_hi) as bigint) as {{ m }}n_lo,
        cast(least({{ m }}n_hi, {{ m }}_hi - {{ m }}s_lo) as bigint) as {{ m }}n_hi{{ "," if not loop.last }}
        {% endfor %}
    from sums_{{ depth }}
),
{% endfor %}

-- what the set stands on: the published cells that may contribute, and how fine they are
standing as (
    select
        taxonomy_id, set_id, series, year, region_code,
        count(distinct case when w_hi > 0 then cover_code end) as contributors,
        count(distinct case when w_hi > 0 and cover_is_suppressed then cover_code end) as suppressed_cells,
        sum(case when e_hi > 0 and (is_full and (cover_code = ksic_code or e_lo = e_hi)) then 1 else 0 end) as fine,
        sum(case when e_hi > 0 and not (is_full and (cover_code = ksic_code or e_lo = e_hi)) then 1 else 0 end)
            as coarse
    from touched
    where is_full or is_terminal
    group by taxonomy_id, set_id, series, year, region_code
),

-- regions with cells of their own; the others are known only by what the nation leaves over
present as (
    select series, year, region_code, {{ ordered_list('source_id', 'source_id') }} as source_id
    from (
        select distinct series, year, region_code, source_id from {{ ref('stg_census__cells') }}
    ) as sources
    group by series, year, region_code
),

regional as {{ once() }} (
    select
        sets.taxonomy_id, sets.set_id, sets.set_kind, sets.overlap_rule, sets.layer, sets.industry,
        sets.combination, sets.dropped_code,
        cell.series, cell.year, cell.region_code, cell.parent_region_code, cell.regions_complete,
        coalesce(part.es_lo, 0) as e_lo, coalesce(part.es_hi, 0) as e_hi,
        greatest(coalesce(part.ws_lo, 0), coalesce(part.es_lo, 0)) as w_lo,
        case when coalesce(part.es_hi, 0) = 0 then 0 else coalesce(part.ws_hi, 0) end as w_hi
    from {{ ref('int_sets') }} as sets
    cross join (select * from {{ ref('int_cell_bounds') }} where ksic_code = 'TOTAL') as cell
    left join part_0 as part
        on
            sets.taxonomy_id = part.taxonomy_id and sets.set_id = part.set_id
            and cell.series = part.series and cell.year = part.year and cell.region_code = part.region_code
),

long as {{ once() }} (
    select *, 'establishments' as measure, e_lo as lo, e_hi as hi from regional
    union all
    select *, 'employees' as measure, w_lo as lo, w_hi as hi from regional
),

provinces as {{ once() }} (
    select
        taxonomy_id, set_id, series, year, measure, parent_region_code,
        sum(lo) as lo, sum(hi) as hi, bool_and(regions_complete) as complete
    from long
    where parent_region_code is not null
    group by taxonomy_id, set_id, series, year, measure, parent_region_code
),

wholes as {{ once() }} (
    select
        long.taxonomy_id, long.set_id, long.series, long.year, long.measure, long.region_code,
        greatest(long.lo, coalesce(provinces.lo, 0)) as lo,
        case when provinces.complete then least(long.hi, provinces.hi) else long.hi end as hi
    from long
    inner join provinces
        on
            long.taxonomy_id = provinces.taxonomy_id and long.set_id = provinces.set_id
            and long.series = provinces.series and long.year = provinces.year
            and long.measure = provinces.measure and long.region_code = provinces.parent_region_code
),

reconciled as {{ once() }} (
    select
        long.taxonomy_id, long.set_id, long.set_kind, long.overlap_rule, long.layer, long.industry,
        long.combination, long.dropped_code, long.series, long.year, long.region_code,
        long.measure,
        case
            when long.parent_region_code is null then coalesce(own.lo, long.lo)
            when long.regions_complete then greatest(long.lo, above.lo - (provinces.hi - long.hi))
            else long.lo
        end as lo,
        case
            when long.parent_region_code is null then coalesce(own.hi, long.hi)
            else least(long.hi, above.hi - (provinces.lo - long.lo))
        end as hi,
        long.e_hi
    from long
    left join wholes as own
        on
            long.taxonomy_id = own.taxonomy_id and long.set_id = own.set_id and long.series = own.series
            and long.year = own.year and long.measure = own.measure and long.region_code = own.region_code
    left join wholes as above
        on
            long.taxonomy_id = above.taxonomy_id and long.set_id = above.set_id and long.series = above.series
            and long.year = above.year and long.measure = above.measure
            and long.parent_region_code = above.region_code
    left join provinces
        on
            long.taxonomy_id = provinces.taxonomy_id and long.set_id = provinces.set_id
            and long.series = provinces.series and long.year = provinces.year
            and long.measure = provinces.measure and long.parent_region_code = provinces.parent_region_code
),

nation as {{ once() }} (
    select taxonomy_id, set_id, series, year, measure, lo, hi from reconciled where region_code = '00'
),

others as {{ once() }} (
    select taxonomy_id, set_id, series, year, measure, sum(lo) as lo, sum(hi) as hi
    from reconciled
    where length(region_code) = 2 and region_code <> '00'
    group by taxonomy_id, set_id, series, year, measure
),

bounded as (
    select
        own.taxonomy_id, own.set_id, own.set_kind, own.overlap_rule, own.layer, own.industry,
        own.combination, own.dropped_code, own.series, own.year, own.region_code, own.measure,
        present.source_id,
        cast(own.lo as bigint) as value_low,
        cast(own.hi as bigint) as value_high,
        cast(nation.lo as bigint) as national_value_low,
        cast(nation.hi as bigint) as national_value_high,
        case
            when own.region_code = '00' and nation.hi > 0 then 1.0
            when own.lo > 0 or nation.hi > 0
                then own.lo * 1.0 / nullif(
                    case
                        when length(own.region_code) = 2
                            then least(nation.hi, own.lo + others.hi - own.hi) else nation.hi
                    end, 0
                )
        end as share_low,
        case
            when own.region_code = '00' and nation.hi > 0 then 1.0
            when own.hi > 0 or nation.hi > 0
                then least(1.0, own.hi * 1.0 / nullif(
                    case
                        when length(own.region_code) = 2
                            then greatest(nation.lo, own.hi + others.lo - own.lo) else greatest(nation.lo, own.hi)
                    end, 0
                ))
        end as share_high,
        coalesce(standing.suppressed_cells, 0) as suppressed_cells,
        case
            when coalesce(standing.coarse, 0) = 0 then 'leaf'
            when coalesce(standing.fine, 0) = 0 then 'coarse'
            else 'mixed'
        end as resolution,
        -- the agency's rule for our aggregates: too few establishments, or nothing but one suppressed cell
        own.measure = 'employees' and own.hi > 0 and (
            own.e_hi < {{ var('disclosure_threshold') }}
            or (coalesce(standing.contributors, 0) <= 1 and coalesce(standing.suppressed_cells, 0) = 1)
        ) as is_suppressed
    from reconciled as own
    inner join present
        on own.series = present.series and own.year = present.year and own.region_code = present.region_code
    left join nation
        on
            own.taxonomy_id = nation.taxonomy_id and own.set_id = nation.set_id and own.series = nation.series
            and own.year = nation.year and own.measure = nation.measure
    left join others
        on
            own.taxonomy_id = others.taxonomy_id and own.set_id = others.set_id and own.series = others.series
            and own.year = others.year and own.measure = others.measure
    left join standing
        on
            own.taxonomy_id = standing.taxonomy_id and own.set_id = standing.set_id and own.series = standing.series
            and own.year = standing.year and own.region_code = standing.region_code
)

select
    *,
    max(case when region_code = '00' and is_suppressed then 1 else 0 end) over (
        partition by taxonomy_id, set_id, series, year, measure
    ) = 1 as nation_is_suppressed
from bounded
