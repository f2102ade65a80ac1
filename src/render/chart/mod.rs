//! Charts as SVG, made at build time.
