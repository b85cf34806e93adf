"""The window around the areas: sidebar, header, palette, welcome, settings; ``app`` comes in."""
