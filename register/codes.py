"""Codes of partnerships in every spelling met in practice."""

import re

_CODE = re.compile(r"^(PO|VO)?[\s.-]*(\d{2})[\s.-]*(\d{2})$", re.IGNORECASE)


def normalise(text: str, sector: str = "") -> str:
    """Turn `PO2203`, `VO-25-07`, `PO 22.03` or (with a sector) `30.06` into the official form `PO2203`.

    Gives an empty string when the text is no code, or has no sector and none is given.
    """
    match = _CODE.match(text.strip())
    if not match:
        return ""
    letters = (match[1] or sector).upper()
    return f"{letters}{match[2]}{match[3]}" if letters else ""
