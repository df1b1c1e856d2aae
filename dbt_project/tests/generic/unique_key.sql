{#-
    The grain of a model: no two rows have the same key, and no column of the key is null.
    A mart declares its key once, in config.meta.key; other models give `columns`.
-#}
{% test unique_key(model, columns=none) %}
{%- set key = columns or declared_key(model) %}
select {{ key | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1 {% for column in key %}or {{ column }} is null {% endfor %}
{% endtest %}
