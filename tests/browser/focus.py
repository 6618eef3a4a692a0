"""What has the focus, and whether it can be seen to have it."""

# In a picture the stroke of a mark’s own field stands for an outline, which browsers draw badly there.
FOCUSED = """() => { const one = document.activeElement;
    if (!one || one === document.body) return null;
    const outlined = (part) => getComputedStyle(part).outlineStyle !== 'none';
    const stroked = [...one.querySelectorAll('.hit')].some((part) => getComputedStyle(part).stroke !== 'none');
    const box = one.getBoundingClientRect();
    return {name: one.getAttribute('href') || one.id || one.textContent.trim(), ring: outlined(one) || stroked,
        shown: box.width > 0 && box.height > 0};
}"""
