"""Pictures drawn on the server: geometry only; templates draw them."""
