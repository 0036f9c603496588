"""How the shipped weights are made. Nothing here runs in the product: it needs the `training` dependency group."""
