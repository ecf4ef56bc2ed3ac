"""What commands share: timers that go round, the examples; may use everything in the catalogue."""
