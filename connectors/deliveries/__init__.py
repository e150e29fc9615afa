"""Files as agencies send them: lists in CSV and spreadsheets, one by one, in archives, or listed on a page."""
