// What the example asks: jobs around a station that fit the hours between bringing a child to school and fetching it.
import { Doorstep } from "./doorstep.js";
import { graphql, readFragment, type FragmentOf } from "./graphql.js";

export const JobCard = graphql(`
  fragment JobCard on Job {
    id
    title
    status
    pay { text hourlyEstimate }
    schedule { startsAt endsAt }
    employer { name }
    place { text }
  }
`);

const FindStation = graphql(`
  query FindStation($name: String!) {
    stations(filter: { text: $name }, first: 1) { nodes { id name place { text } } }
  }
`);

const NearStation = graphql(
  `
    query NearStation($station: ID!, $minutes: Int!, $from: Time, $until: Time, $after: String) {
      jobs(
        near: { station: $station, withinMinutes: $minutes }
        filter: { startsAfter: $from, endsBefore: $until }
        orderBy: NEAREST
        first: 20
        after: $after
      ) {
        travelBasis
        nodes { ...JobCard }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [JobCard],
);

const Changes = graphql(
  `
    subscription Changes($from: Time, $until: Time) {
      jobChanges(filter: { startsAfter: $from, endsBefore: $until }) { kind job { ...JobCard } }
    }
  `,
  [JobCard],
);

export interface Hours {
  from: string;
  until: string;
}

export async function findStation(doorstep: Doorstep, name: string) {
  const { stations } = await doorstep.ask(FindStation, { name });
  return stations.nodes[0];
}

export function jobsNear(doorstep: Doorstep, station: string, minutes: number, hours: Hours) {
  return doorstep.all(async (after) => {
    const { jobs } = await doorstep.ask(NearStation, { station, minutes, ...hours, after });
    return jobs;
  });
}

export async function* changes(doorstep: Doorstep, hours: Hours) {
  for await (const { jobChanges } of doorstep.watch(Changes, { ...hours })) yield jobChanges;
}

/** One line that a person reads. */
export function line(card: FragmentOf<typeof JobCard>): string {
  const job = readFragment(JobCard, card);
  const hours = [job.schedule?.startsAt, job.schedule?.endsAt].filter((time) => time != null).join("–");
  return [job.title, job.pay?.text, hours, job.employer?.name, job.place?.text].filter(Boolean).join(" · ");
}
