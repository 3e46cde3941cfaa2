"""Pages of bodies and séances."""
