"""Forms of bodies and séances."""
