"""The pages of the console, a module each; see `kirana.console.menu` for how one is added."""
