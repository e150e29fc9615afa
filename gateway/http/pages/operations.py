"""What pages ask the graph."""

from typing import Final

JOB: Final = """
query JobPage($id: ID!) {
  job(id: $id) {
    id title description status headcount headcountText employment workplace benefits undisclosed
    occupation { code name }
    pay { text min max unit unitCount currency settlement }
    schedule { text }
    requirements { education experienceYears ageMin ageMax skills text }
    place {
      text precision
      division { name level fullName parent { name level parent { name level parent { name level } } } }
      point { latitude longitude }
    }
    employer { name }
    agency { name }
    station { name }
    postedAt updatedAt expiresAt
    mergedInto { id }
    provenance { externalId url source { key name } }
  }
}
"""

URLS: Final = """
query JobUrls($after: String) {
  jobs(first: 100, after: $after, orderBy: NEWEST) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}
"""

COUNT: Final = "query JobCount { jobs(first: 1) { totalCount } }"

NEWEST: Final = """
query NewestJobs($filter: JobFilter) {
  jobs(first: 50, filter: $filter, orderBy: NEWEST) {
    nodes { id title postedAt updatedAt pay { text } place { text } employer { name } }
  }
}
"""
