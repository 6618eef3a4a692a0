"""The element with the focus, and whether the focus is visible."""

# In charts the stroke of the clickable area replaces the outline, which browsers render badly in SVG.
FOCUSED = """() => { const one = document.activeElement;
    if (!one || one === document.body) return null;
    const outlined = (part) => getComputedStyle(part).outlineStyle !== 'none';
    const stroked = [...one.querySelectorAll('.hit')].some((part) => getComputedStyle(part).stroke !== 'none');
    const box = one.getBoundingClientRect();
    return {name: one.getAttribute('href') || one.id || one.textContent.trim(), ring: outlined(one) || stroked,
        shown: box.width > 0 && box.height > 0};
}"""
