"""What the tests' forms say: plainly fictional, some with very long words and several scripts."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain import request_code
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb, ScheduleRow

LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
SCRIPTS = "Siân Llŷr o’r bwrdd · Łukasz Żółć · ليلى حسن مديرة المدرسة · प्रिया शर्मा निदेशक"
KSBS = (
    FormKsb(
        "S20",
        "Influence, negotiate and advocate",
        "Lead within their area of control/authority, influencing both upwards and outwards, "
        "negotiating and using advocacy skills to build reputation and effective collaboration.",
        "Brings round people who don't report to them, and reaches agreements that hold.",
    ),
    FormKsb(
        "S13",
        "Presence and storytelling",
        'Use personal presence and "storytelling" to articulate and translate vision into '
        "operational strategies, demonstrating clarity in thinking.",
        "Makes a plan clear and worth following by how they tell it.",
    ),
    FormKsb("B1", "Works collaboratively", "Work collaboratively enabling empowerment."),
    FormKsb("B2", "Takes accountability", "Take personal accountability aligned to values."),
    FormKsb("K14", "Boards", "Working with board and other company leadership structures."),
    FormKsb("X 12 of another list", "", LONG_WORD, "Something else.", "behaviour"),
)
OBSERVATION = FormContent(
    FormKind.OBSERVATION,
    "OBS-04",
    2,
    request_code.new_code("a portfolio of the tests"),
    "Chairing the resources panel",
    apprentice="The apprentice",
    employer="Example Schools Trust",
    provider="Example University",
    standard="Senior leader, ST0480 version 1.2",
    day="2025-12-02",
    time="14:00",
    minutes=90,
    place="Room 4",
    present="Director of Finance, two headteachers",
    observed_as="line manager",
    context="The panel decided whether to pool budgets across four schools. " * 11,
    confidential="Names of pupils.",
    observer="The line manager",
    job_title="Chief Executive",
    organisation="Example Schools Trust",
    relationship="Line manager",
    ksbs=KSBS[:4],
    made_on="2025-11-25",
    reply_to="apprentice@trust.example",
    wording="KSB wording: Crown copyright, Open Government Licence v3.0. "
    "Compared with: the publisher's page of the standard, version 1.2, on 3 March 2026.",
)
WITH_CERTIFICATE = replace(OBSERVATION, signature_field=True)
HARD = replace(
    OBSERVATION,
    title="Chairing the extraordinary joint strategic commissioning panel " * 8,
    apprentice=SCRIPTS,
    employer=LONG_WORD,
    observer=SCRIPTS,
    context=f"{SCRIPTS} {LONG_WORD} accountability-and-governance\n" * 12,
    confidential=LONG_WORD,
    ksbs=tuple(replace(each, text=f"{each.text} " * 3) for each in KSBS),
)
BARE = FormContent(FormKind.OBSERVATION, "OBS-01", 1, OBSERVATION.code, "")
_FIXED = {
    "day": "", "time": "", "minutes": 0, "place": "", "present": "", "observed_as": "",
    "context": "", "confidential": "", "ksbs": (),
}  # fmt: skip
EMPLOYER = replace(
    OBSERVATION,
    kind=FormKind.EMPLOYER_STATEMENT,
    ref="ST-02",
    title="Portfolio of evidence",
    schedule=tuple(
        ScheduleRow(
            f"item-{number}",
            f"E{number:02d}",
            f"Piece of evidence number {number}",
            "2026-03-12",
            number,
            f"Wrote section {number} and presented it; finance gave the figures.",
            "a" * 64,
            "b" * 64,
        )
        for number in range(1, 19)
    ),
    **_FIXED,  # type: ignore[arg-type]
)
STATEMENT = replace(
    OBSERVATION,
    kind=FormKind.STATEMENT,
    ref="ST-03",
    title="Sign-off of the proposal",
    statement="The board has read the proposal, version 3.\nIt may be put into effect.",
    **_FIXED,  # type: ignore[arg-type]
)
_STATED = (
    "The board has considered the proposal at its meeting of 12 March, and finds that it meets a "
    "need of the trust and can be paid for. It notes who led the research, wrote the proposal and "
    "presented it, and that finance checked the figures. "
)
LONG_STATEMENT = replace(
    STATEMENT,
    statement="\n".join((_STATED * 3).strip() for _ in range(2)),  # 250 words
    job_title="Chair of the Trust Board",
    relationship="Chairs the board that decided on the proposal",
)
SUPPLEMENT = replace(
    EMPLOYER,
    ref="ST-04",
    title="Supplement to ST-02",
    context="These pieces were changed or added after ST-02 of 3 March 2026: E03 replaced, part of "
    "E07 changed, E11 replaced, E19 added.",
    schedule=tuple(
        replace(
            row,
            ref=ref,
            title="Options paper: support staffing, 2026 to 2029",
            part="I wrote the paper and designed the research behind it. I built the cost model, "
            "which the Chief Financial Officer checked. Two colleagues read the notes by a form I "
            "drew up. The Director of People supplied the payroll data.",
        )
        for row, ref in zip(EMPLOYER.schedule, ("E03", "E07", "E11", "E19"), strict=False)
    ),
)
ALL = {
    "observation": OBSERVATION,
    "certificate": WITH_CERTIFICATE,
    "hard": HARD,
    "bare": BARE,
    "employer": EMPLOYER,
    "hard schedule": replace(
        EMPLOYER,
        schedule=tuple(
            replace(row, title=LONG_WORD, part=f"{SCRIPTS} {row.part} " * (3 + 12 * (index == 2)))
            for index, row in enumerate(EMPLOYER.schedule)
        ),
    ),
    "statement": STATEMENT,
    "long statement": LONG_STATEMENT,
    "supplement": SUPPLEMENT,
}
