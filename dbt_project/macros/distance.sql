{# Computed less published: of one number as it is, of a range to the nearer end and empty where it holds the
   number. Of a printed range only where both are ranges apart. Columns of the CTE `compared`. #}
{%- macro distance(low, high) -%}
    case
        when compared.{{ low }} = compared.{{ high }} and compared.value_upper is null
            then round(compared.{{ low }} - compared.value, 6)
        when compared.value_upper is not null then null
        when compared.{{ low }} > compared.accepted_high then round(compared.{{ low }} - compared.value, 6)
        when compared.{{ high }} < compared.accepted_low then round(compared.{{ high }} - compared.value, 6)
    end
{%- endmacro -%}
