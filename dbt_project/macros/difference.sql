{#-
    Computed less published number, over the columns of the CTE `compared`. For bounds: the difference of the nearer
    bound, null where the bounds contain the published number. Null where the report prints a range.
-#}
{%- macro difference_to_published(low, high) -%}
    case
        when compared.{{ low }} = compared.{{ high }} and compared.value_upper is null
            then round(compared.{{ low }} - compared.value, 6)
        when compared.value_upper is not null then null
        when compared.{{ low }} > compared.accepted_high then round(compared.{{ low }} - compared.value, 6)
        when compared.{{ high }} < compared.accepted_low then round(compared.{{ high }} - compared.value, 6)
    end
{%- endmacro -%}
