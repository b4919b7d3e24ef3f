"""The Present page: one campaign at a time in large type over a map, for a projector and a room without a network."""
