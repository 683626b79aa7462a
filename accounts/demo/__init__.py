"""The demo: a believable register of a university like Lund, of any size, the same every time.

Units are Lund University's own. What is said about them, every person and nearly every account
below the university-wide ones is made up; addresses of people and pages are on example domains,
telephone numbers from the ranges that Sweden keeps for fiction.

`data/`         the words: units, subjects, concepts, sentences, names, hand-shaped accounts
`organisation`  the tree, and what grows below it in a large demo
`people`        who answers, and who signs in
`sketches`      what is decided about an account first: the hand-shaped ones, gaps and chances
`generator`     any number of further sketches; `handles` spells their handles
`composing`     everything the register records about one of them (`answers`, `life`, `incidents`)
`gaps`          what audits look at; `planted` says what they have to find, `past` how it was
`storing`       writes it all in one transaction, `founding` first, `inserting` fast
"""
