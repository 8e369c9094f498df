"""How every weight and prepared table of the package was made; never imported by the package."""
