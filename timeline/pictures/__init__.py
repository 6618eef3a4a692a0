"""Pictures worked out here and drawn as SVG by templates: geometry only.

Those along a line of time have no viewBox: places and widths are percentages, heights are pixels, so that a picture is
as wide as its column and its words are as large on a phone as on a desk.
"""
