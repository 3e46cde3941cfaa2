"""Why a target is missed, by a piece of its name: printed only when it is. What was looked at is said; no excuse is."""

from __future__ import annotations

RAISONS: dict[str, str] = {
    "2. import": (
        "Import: the processor of the machine went from one speed to half of it during the day. In the same run "
        "the peer tuned for bulk stays as far below what it was seen to do elsewhere (2,800 rows/s); the ratios "
        "hold. The time goes to reading and checking (two thirds), then to the statements that write and their "
        "indexes."
    ),
    "bilan by référent": (
        "Bilan by référent: 250 référents times some twenty figures are five thousand rows in one page, each "
        "written with its link, its base and its change. A real plan has five to thirty référents."
    ),
    "bilan, first reading": (
        "Bilan read for the first time since the records changed: the page asks for nine breakdowns at once. "
        "Planning that one statement takes 60 ms, running it over 200,000 rows 80 ms, the three others (medians "
        "among them) 80 ms, the page itself 50 ms. Answers are then kept until the facts change."
    ),
    "bilan, read again": (
        "Bilan read again: a breakdown by commune writes 400 kB of tables, 60 ms of templates out of 100 ms; the "
        "others are under the target."
    ),
    "list, far page": (
        "Far pages: up to row 10,000 the order is walked; beyond, it is read whole once (0.4 s) and kept, and the "
        "pages that follow take 50 ms. The 95th percentile falls on those first readings."
    ),
    "list, filters and orders": (
        "Orders by commune or référent: no index gives them together with the name, so the first page sorts every "
        "row (0.4 s), then the order is kept. Filters alone are under the target."
    ),
    "list, search of a name": (
        "Search of a name: a name is looked for at the start of any word, in whatever order, by reading the index "
        "of names whole (50 to 80 ms for 200,000 people), twice when more than two hundred answer. A table of "
        "words would be faster to read, and three rows more to write for each person imported."
    ),
    "pages during an import": (
        "Pages during an import: two processors are shared by the import, the server and the work in the "
        "background. The longest pages are those of a person: reading one is written in the journal, and SQLite "
        "takes one writer at a time, so they wait for the transaction that writes the 200,000 lines."
    ),
}
