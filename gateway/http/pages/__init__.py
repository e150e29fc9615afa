"""Pages for people and search engines: a job, the sitemap, the feed. They ask the graph itself."""
