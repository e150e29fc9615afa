"""What partners do: try, register and run their sources, push jobs, keep secrets; each agency within its own."""
