"""Why a target is missed, by a piece of its name: printed only when it is. What was looked at is said; no excuse is."""

from __future__ import annotations

RAISONS: dict[str, str] = {}
