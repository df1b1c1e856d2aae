{#- Interval arithmetic of the bounds. The method is in docs/methodology.md. -#}

{#- Stands for "no upper bound yet"; above any count, small enough to be added up. -#}
{% macro unbounded() -%} cast(1000000000000 as bigint) {%- endmacro %}

{#-
    One round of propagation over cells with columns e_lo, e_hi (establishments) and x_lo, x_hi (employees
    beyond one for each establishment). A cell lies within: its children's sum, its parent less its siblings,
    its regions' sum, and the region above less the other regions. No establishment, no employee.
-#}
{% macro tightened_cells(cells) %}
    select
        cell.series,
        cell.year,
        cell.ksic_revision,
        cell.region_code,
        cell.ksic_code,
        cell.parent_code,
        cell.parent_region_code,
        cell.regions_complete,
        {% for m in ['e', 'x'] %}
        greatest(
            cell.{{ m }}_lo,
            coalesce(children.{{ m }}_lo, 0),
            coalesce(parts.{{ m }}_lo, 0),
            coalesce(parent.{{ m }}_lo - (siblings.{{ m }}_hi - cell.{{ m }}_hi), 0),
            case
                when cell.regions_complete
                    then coalesce(whole.{{ m }}_lo - (peers.{{ m }}_hi - cell.{{ m }}_hi), 0)
                else 0
            end
        ) as {{ m }}_lo,
        least(
            {% if m == 'e' %}cell.e_hi{% else %}case when cell.e_hi = 0 then 0 else cell.x_hi end{% endif %},
            coalesce(children.{{ m }}_hi, {{ unbounded() }}),
            case when parts.complete then parts.{{ m }}_hi else {{ unbounded() }} end,
            coalesce(parent.{{ m }}_hi - (siblings.{{ m }}_lo - cell.{{ m }}_lo), {{ unbounded() }}),
            coalesce(whole.{{ m }}_hi - (peers.{{ m }}_lo - cell.{{ m }}_lo), {{ unbounded() }})
        ) as {{ m }}_hi{{ "," if not loop.last }}
        {% endfor %}
    from {{ cells }} as cell
    left join {{ cells }}_by_industry as children
        on
            cell.series = children.series and cell.year = children.year
            and cell.region_code = children.region_code and cell.ksic_code = children.parent_code
    left join {{ cells }}_by_industry as siblings
        on
            cell.series = siblings.series and cell.year = siblings.year
            and cell.region_code = siblings.region_code and cell.parent_code = siblings.parent_code
    left join {{ cells }} as parent
        on
            cell.series = parent.series and cell.year = parent.year
            and cell.region_code = parent.region_code and cell.parent_code = parent.ksic_code
    left join {{ cells }}_by_region as parts
        on
            cell.series = parts.series and cell.year = parts.year
            and cell.ksic_code = parts.ksic_code and cell.region_code = parts.parent_region_code
    left join {{ cells }}_by_region as peers
        on
            cell.series = peers.series and cell.year = peers.year
            and cell.ksic_code = peers.ksic_code and cell.parent_region_code = peers.parent_region_code
    left join {{ cells }} as whole
        on
            cell.series = whole.series and cell.year = whole.year
            and cell.ksic_code = whole.ksic_code and cell.parent_region_code = whole.region_code
{% endmacro %}

{#- The CTEs of one round: sums by industry family and by region family, then the tightened cells. -#}
{% macro bound_round(previous, next) %}
{{ previous }}_by_industry as {{ once() }} (
    select
        series, year, region_code, parent_code,
        cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
        cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi
    from {{ previous }}
    where parent_code is not null
    group by series, year, region_code, parent_code
),

{{ previous }}_by_region as {{ once() }} (
    select
        series, year, ksic_code, parent_region_code,
        cast(sum(e_lo) as bigint) as e_lo, cast(sum(e_hi) as bigint) as e_hi,
        cast(sum(x_lo) as bigint) as x_lo, cast(sum(x_hi) as bigint) as x_hi,
        bool_and(regions_complete) as complete
    from {{ previous }}
    where parent_region_code is not null
    group by series, year, ksic_code, parent_region_code
),

{{ next }} as {{ once() }} ({{ tightened_cells(previous) }})
{%- endmacro %}
