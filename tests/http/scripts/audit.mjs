// Runs the audits of graphql-http against a server and prints each one's outcome as JSON.
import { serverAudits } from 'graphql-http';

const outcomes = [];
for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const result = await audit.fn();
  outcomes.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason ?? null });
}
console.log(JSON.stringify(outcomes));
