"""Text that breaks careless writers of tables."""

FORMULAS = (
    "=1+1",
    "+46 46 222 00 00",
    "-2",
    "@lunduniversity",
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "\t=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "'=1",
    "''",
    "#N/A",
    "#REF!",
)
AWKWARD = (
    "Åsa, Ärla; Öby",
    'she said "hej"',
    "one\ntwo",
    "<b>&amp;</b>",
    "]]>",
    "#set page(width: 1pt)",
    "*bold* _it_ $x$ `raw` @ref \\ {}",
    "0123",
    "1e5",
    "2026-05-03",
    "TRUE",
    "隆德大学 😀",
    "  blanks  ",
)
NASTY = FORMULAS + AWKWARD
