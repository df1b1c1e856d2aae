{#-
    Sums over KSIC divisions from which the L1 distance of two structures is bounded; each share is known between
    its ends. excess and lack are twice the sums of the differences of one sign.
-#}
{% macro share_distances(low, high, other_low, other_high) -%}
    {{ exact_sum('greatest(0.0, ' ~ low ~ ' - ' ~ other_high ~ ', ' ~ other_low ~ ' - ' ~ high ~ ')') }} as distance_low,
    {{ exact_sum('greatest(' ~ high ~ ' - ' ~ other_low ~ ', ' ~ other_high ~ ' - ' ~ low ~ ')') }} as distance_high,
    2 * {{ exact_sum('greatest(0.0, ' ~ low ~ ' - ' ~ other_high ~ ')') }} as excess_low,
    2 * {{ exact_sum('greatest(0.0, ' ~ high ~ ' - ' ~ other_low ~ ')') }} as excess_high,
    2 * {{ exact_sum('greatest(0.0, ' ~ other_low ~ ' - ' ~ high ~ ')') }} as lack_low,
    2 * {{ exact_sum('greatest(0.0, ' ~ other_high ~ ' - ' ~ low ~ ')') }} as lack_high
{%- endmacro %}

{#-
    The bounds of the distance. In a year without a suppressed cell (is_unsuppressed) the shares of both structures
    add up to 1, so that differences of both signs add up to the same; where a cell is `undisclosed` that narrows.
-#}
{% macro distance_bounds(undisclosed) -%}
    case
        when is_unsuppressed and {{ undisclosed }} > 0 then greatest(distance_low, excess_low, lack_low)
        else distance_low
    end as least_distance,
    case
        when is_unsuppressed and {{ undisclosed }} > 0 then least(distance_high, excess_high, lack_high)
        else distance_high
    end as greatest_distance
{%- endmacro %}
