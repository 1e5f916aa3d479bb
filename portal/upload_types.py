"""The types of file that are accepted, and how one that is not is refused."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
TYPES = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".odt": ODT}


class UploadRefused(ValueError):
    """A file that is not accepted; the message says why and what to do."""
