"""What tests share: sidecars of their own, and hands for terminals."""
