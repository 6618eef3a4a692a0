"""Metadata of pages for other programs: schema.org as JSON-LD, Dublin Core and Highwire meta elements, COinS.

Plain functions from records that the pages have loaded already to dictionaries, pairs and strings, without database
queries. `head.py` has what templates call. `docs/adr/0007-what-a-page-tells-machines.md` says what and why.
"""
