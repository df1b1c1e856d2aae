select mart, position, column_name, data_type, description_ko, description_en
from data_dictionary
order by mart, position
