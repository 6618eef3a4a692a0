"""How English news says when: the forms of a date, each with what it means on the article's day."""
