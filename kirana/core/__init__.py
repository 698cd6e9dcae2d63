"""The shared kernel: what every module may use and what knows no domain."""
