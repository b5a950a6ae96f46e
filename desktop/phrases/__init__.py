"""Words ready to say: templates with placeholders (never code) and ranking. Pure."""
