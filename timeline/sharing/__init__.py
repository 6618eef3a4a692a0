"""What a page tells machines: schema.org as JSON-LD, Dublin Core and Highwire meta, COinS for reference managers.

Plain functions from records, as the pages have fetched them already, to dictionaries, pairs and strings; none asks the
database. `head.py` has what templates call. `docs/adr/0007-what-a-page-tells-machines.md` says what and why.
"""
