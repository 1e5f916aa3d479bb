"""What the process rests on: the werkagenda, documents with their versions, the committees and the agenda."""
