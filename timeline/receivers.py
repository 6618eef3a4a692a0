"""What must follow when something else changes: anchors are looked for again when a text is stored or removed."""
