"""Reading a catalogue file: what it is made of, which column is which, and what each row wants."""
