"""What a job is: vocabulary, readings, matching and the store. Imports none of the other rooms."""
