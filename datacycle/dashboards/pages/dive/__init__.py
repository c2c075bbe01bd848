"""The data dive's page: a face on the events and contributions in the store."""
