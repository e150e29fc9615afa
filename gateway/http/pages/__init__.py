"""Pages for people without a program and for search engines: a job, the sitemap, the feed. They ask the graph itself."""
