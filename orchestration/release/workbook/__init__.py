"""smart_city.xlsx: the marts of a release as an Excel workbook."""
