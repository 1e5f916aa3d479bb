"""How English pages write dates and times where Django's own English is American. Dutch needs nothing of its own."""
