// A page of jobs as a Relay front end declares it: a connection that loads more, a node that is refetched.
import { graphql } from 'react-relay';

export const query = graphql`
  query JobsPageQuery($count: Int!, $cursor: String) {
    ...JobsPage_list
  }
`;

export const list = graphql`
  fragment JobsPage_list on Query @refetchable(queryName: "JobsPageMoreQuery") {
    jobs(first: $count, after: $cursor) @connection(key: "JobsPage_jobs") {
      edges {
        node {
          ...JobsPage_job
        }
      }
    }
  }
`;

export const job = graphql`
  fragment JobsPage_job on Job @refetchable(queryName: "JobsPageJobQuery") {
    title
    pay {
      text
    }
  }
`;
