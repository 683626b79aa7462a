"""The benchmarks: `make bench` measures the register against a bare Django view.

`run` decides what is measured, `grounds` makes the databases, `serving` starts the servers,
`client` asks them, `probes` runs what needs Django in a process of its own, `report` prints.
"""
