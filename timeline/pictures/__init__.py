"""Pictures of time, worked out here and drawn as SVG by `templates/timeline/pictures/`.

They have no viewBox: places and widths along time are percentages, heights are pixels, so that a picture is as wide as
its column and its words are as large on a phone as on a desk.
"""
