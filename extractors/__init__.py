"""An article becomes claims."""
