"""Questions asked of the model; each module is one kind of question."""
