"""The demo: a believable register of a university like Lund, of any size, the same every time.

Units are Lund University's own. Everything that is said about them, every person and nearly every
account below the university-wide ones is made up; addresses of people and pages are on example
domains, telephone numbers from the ranges that Sweden keeps for fiction.

`organisation` and `subjects`  the tree, and what grows below it in a large demo
`people`                       who answers, and who signs in
`concepts` and `phrases`       what accounts are for, in both languages
`sketches`                     hand-shaped accounts and gaps that every demo has
`generator`                    any number of further ones
`composing`                    everything the register records about one of them
`storing`                      writes it all in one transaction
"""
