"""Pictures as SVG and PNG: what is drawn where, the same for the same data every time."""
