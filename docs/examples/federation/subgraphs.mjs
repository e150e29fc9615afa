// The subgraphs: their names and where they are. The addresses may be given as arguments.
import { parse } from 'graphql';

const [, , doorstep = 'http://127.0.0.1:8000/graphql', partner = 'http://127.0.0.1:8001/graphql'] = process.argv;
export const subgraphs = { doorstep, partner };

/** The definitions of a subgraph, as it tells them itself. */
export async function definitionsOf(url) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(`${url}: ${errors[0].message}`);
  return parse(data._service.sdl);
}
