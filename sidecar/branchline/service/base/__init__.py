"""What every part of the service rests on."""
