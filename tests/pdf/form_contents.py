"""What the tests' forms say: plainly fictional, some with very long words and several scripts."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain import request_code
from portfolio_app.domain.form_lines import FormLine, FormParty, LineKind
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
MANAGER = FormParty("Line manager", "The line manager", "Chief Executive", "Example Schools Trust")
TUTOR = FormParty("Practice tutor", "The practice tutor", "Tutor", "Example University")
ME = FormParty("Apprentice", "The apprentice", "Deputy head", is_me=True)
REVIEW = replace(
    STATEMENT,
    kind=FormKind.REVIEW_RECORD,
    ref="ST-05",
    title="Second review of year one",
    day="2026-03-12",
    place="Online",
    statement="",
    parties=(ME, MANAGER, TUTOR),
    lines=(
        FormLine(
            LineKind.SAID,
            "The options paper was finished and went to the board.\nThe finance module is behind "
            "by two weeks; the assignment is due on 30 March.",
            "What was discussed",
        ),
        FormLine(
            LineKind.SAID,
            "The apprentice sends the draft of the assignment by 20 March.\n"
            "The line manager frees Friday mornings until the end of April.",
            "What was agreed",
        ),
        FormLine(LineKind.TICK, "This is what we discussed and agreed."),
        FormLine(LineKind.WORDS, "Anything to add, or to put differently? (optional)", must=False),
    ),
)
PAGE = replace(
    REVIEW,
    kind=FormKind.MANAGER_PAGE,
    ref="ST-06",
    title="Before our meeting in March",
    parties=(replace(MANAGER, must_sign=False),),
    lines=(
        FormLine(LineKind.SAID, "The options paper went to the board.", "What changed"),
        FormLine(LineKind.SAID, "182 hours logged of the 278 in my plan by now.", "Hours"),
        FormLine(LineKind.SAID, "2 April: chairing the panel, 90 minutes.", "Next observations"),
        FormLine(LineKind.TICK, "I can observe on 2 April.", must=False),
        FormLine(LineKind.TICK, "Friday mornings stay free until April.", must=False),
        FormLine(LineKind.WORDS, "One sentence on what you have seen change", must=False),
    ),
)
DECLARATION = replace(
    REVIEW,
    kind=FormKind.DECLARATION,
    ref="ST-07",
    title="Ready for the gateway meeting",
    parties=(MANAGER,),
    lines=(
        FormLine(LineKind.TICK, "The apprentice has been employed by us throughout."),
        FormLine(
            LineKind.TICK,
            "The apprentice works consistently at or above the level of the standard, and we agree "
            "that the end-point assessment may begin once the training provider agrees too.",
        ),
        FormLine(LineKind.TICK, "The project title and scope were agreed with us."),
    ),
)
SHARING = replace(DECLARATION, kind=FormKind.SHARING, ref="ST-08", title="What may be shown")
AGREEMENT = replace(
    REVIEW,
    kind=FormKind.AGREEMENT,
    ref="ST-09",
    title="Pooling support budgets",
    parties=(MANAGER, TUTOR),
    lines=(
        FormLine(LineKind.SAID, "Whether four schools pool their budgets.", "What the project is"),
        FormLine(LineKind.SAID, "Head teachers, finance lead, two parents.", "Access to people"),
        FormLine(LineKind.SAID, "Budget returns of three years, no names.", "Access to data"),
        FormLine(LineKind.TICK, "I give access to these people and data.", party=1),
        FormLine(LineKind.TICK, "I agree with the project."),
    ),
)
HARD_RECORD = replace(
    REVIEW,
    title=OBSERVATION.title * 5,
    apprentice=SCRIPTS,
    parties=tuple(
        FormParty(f"{SCRIPTS} {number}", SCRIPTS, LONG_WORD, LONG_WORD) for number in range(1, 7)
    ),
    lines=(
        *(FormLine(LineKind.SAID, f"{SCRIPTS} {_STATED * 3}", LONG_WORD) for _ in range(4)),
        *(FormLine(LineKind.TICK, f"{n} {SCRIPTS} {LONG_WORD} {_STATED}") for n in range(4)),
        FormLine(LineKind.WORDS, f"{_STATED} (optional)", must=False),
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
    "review": REVIEW,
    "review, certificates": replace(REVIEW, signature_field=True),
    "manager": PAGE,
    "declaration": DECLARATION,
    "sharing": SHARING,
    "agreement": AGREEMENT,
    "hard record": HARD_RECORD,
}
