"""Programs that make reviewed inputs of the warehouse. No run imports them."""
