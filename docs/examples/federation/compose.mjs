// Composes the subgraphs with Apollo's and with Guild's composition, and writes supergraph.graphql.
import { composeServices } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { writeFileSync } from 'node:fs';
import { definitionsOf, subgraphs } from './subgraphs.mjs';

const services = await Promise.all(
  Object.entries(subgraphs).map(async ([name, url]) => ({ name, url, typeDefs: await definitionsOf(url) })),
);
for (const [whose, compose] of [['Apollo', composeServices], ['Guild', composeWithGuild]]) {
  const { errors, supergraphSdl } = compose(services);
  if (errors?.length) {
    console.error(`${whose}: ${errors.map((error) => error.message).join('\n')}`);
    process.exit(1);
  }
  console.log(`${whose} composes: ${supergraphSdl.length} characters`);
  if (whose === 'Apollo') writeFileSync('supergraph.graphql', supergraphSdl);
}
