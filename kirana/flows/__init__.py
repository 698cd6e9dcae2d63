"""Stories that cross modules, one file each. A flow that takes money has three phases: prepare, pay, finalise."""
