"""smart_city.xlsx: the marts for people who work in a spreadsheet."""
