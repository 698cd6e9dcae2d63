"""Operations: registries of what the shop checks about itself. Knows no domain; domains register with it."""
