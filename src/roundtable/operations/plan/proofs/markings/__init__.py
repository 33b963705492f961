"""Things of the plan under every marking that they can bear, and every form in which they are seen."""
