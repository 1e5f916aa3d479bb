"""Examples of cooperation (voorbeelden): sent in, looked after by the editors, and followed by subject."""
