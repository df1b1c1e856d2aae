"""Names of codes and the glossary, in Korean and English, for pages, workbook and documents."""
