// Asks a gateway with the clients that front ends use, in their default settings; prints what each was answered as JSON.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental/index.js';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries/index.js';
import { Client as UrqlClient, fetchExchange, cacheExchange } from '@urql/core';
import { createHash } from 'node:crypto';
import { createClient as createSocket } from 'graphql-ws';
import { createClient as createEvents } from 'graphql-sse';
import relay from 'relay-runtime';
import WebSocket from 'ws';

const url = process.argv[2];
const QUERY = `query Newest($first: Int!) { jobs(first: $first) { totalCount nodes { id title } } }`;
const WRONG = `query Wrong { jobs { titel } }`;
const variables = { first: 3 };
const outcomes = {};

async function record(name, ask) {
  try {
    outcomes[name] = await ask();
  } catch (error) {
    outcomes[name] = { failed: String(error?.stack ?? error) };
  }
}

// urql
const urql = new UrqlClient({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false });
await record('urql', async () => (await urql.query(QUERY, variables).toPromise()).data);
await record('urql error', async () => {
  const { error } = await urql.query(WRONG, {}).toPromise();
  return error.graphQLErrors[0].extensions.code;
});
const urqlGet = new UrqlClient({ url, exchanges: [fetchExchange], preferGetMethod: 'force' });
await record('urql by GET', async () => (await urqlGet.query(QUERY, variables).toPromise()).data);

// Apollo Client, plain and with automatic persisted queries
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const apolloOf = (link) => new ApolloClient({ link, cache: new InMemoryCache() });
const http = () => new HttpLink({ uri: url });
await record('apollo', async () => (await apolloOf(http()).query({ query: gql(QUERY), variables })).data);
await record('apollo error', async () => {
  const { error } = await apolloOf(http()).query({ query: gql(WRONG), errorPolicy: 'all' });
  return error.errors[0].extensions.code;
});

// @defer, as each of them reads it
const DEFERRED = `query Deferred($first: Int!) { __type(name: "Job") { name } jobs(first: $first) { nodes { id ... @defer { similar(first: 2) { id title } } } } }`;
const handlers = { 'apollo defer': new GraphQL17Alpha9Handler(), 'apollo 3 defer': new Defer20220824Handler() };
for (const [name, incrementalHandler] of Object.entries(handlers)) {
  await record(name, async () => {
    const client = new ApolloClient({ link: http(), cache: new InMemoryCache(), incrementalHandler });
    const states = [];
    return new Promise((resolve, reject) => {
      client.watchQuery({ query: gql(DEFERRED), variables, notifyOnNetworkStatusChange: true }).subscribe({
        next: (told) => {
          states.push(told.dataState);
          if (told.dataState === 'complete') resolve({ ...told.data, states });
          if (told.error) reject(told.error);
        },
        error: reject,
      });
    });
  });
}
await record('urql defer', async () => {
  const told = [];
  return new Promise((resolve) => {
    urql.query(DEFERRED, variables).subscribe((result) => {
      told.push(result.hasNext);
      if (!result.hasNext) resolve({ ...result.data, told, error: result.error?.message });
    });
  });
});
const requests = [];
const counted = (input, init) => {
  requests.push(init.method);
  return fetch(input, init);
};
await record('apollo persisted', async () => {
  const link = ApolloLink.from([
    new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
    new HttpLink({ uri: url, fetch: counted }),
  ]);
  const persisted = gql(QUERY.replace('Newest', 'Persisted'));
  const first = await apolloOf(link).query({ query: persisted, variables });
  await apolloOf(link).query({ query: persisted, variables });
  return { ...first.data, requests };
});

// Relay's runtime
await record('relay', async () => {
  const { Environment, Network, RecordSource, Store } = relay;
  const ask = async (operation, given) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: operation.text, variables: given }),
    });
    return answer.json();
  };
  const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
  const answer = await environment.getNetwork().execute({ text: QUERY, name: 'Newest', operationKind: 'query', metadata: {} }, variables, {}).toPromise();
  return answer.data;
});

// graphql-ws and graphql-sse
await record('graphql-ws', async () => {
  const socket = createSocket({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket });
  try {
    for await (const { data } of socket.iterate({ query: QUERY, variables })) return data;
  } finally {
    await socket.dispose();
  }
});
await record('graphql-ws error', async () => {
  const socket = createSocket({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  try {
    for await (const answer of socket.iterate({ query: WRONG })) return answer;
  } catch (errors) {
    return errors[0].extensions.code;
  } finally {
    await socket.dispose();
  }
});
await record('graphql-sse', async () => {
  const events = createEvents({ url });
  try {
    for await (const { data } of events.iterate({ query: QUERY, variables })) return data;
  } finally {
    events.dispose();
  }
});

console.log(JSON.stringify(outcomes));
process.exit(0);
