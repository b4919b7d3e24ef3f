"""What the pages share: the view and its address, the filter bar, the map, lists, cards and charts."""
