"""Cash, counted into the rider's hand."""
