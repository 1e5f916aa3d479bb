"""Help with the introduction (hulp bij de invoering): the werkagenda, documents and the national committee."""
