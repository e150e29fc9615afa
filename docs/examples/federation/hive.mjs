// Hive Gateway's runtime over supergraph.graphql, as its command line runs it. PORT chooses the port.
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 4000);
const gateway = createGatewayRuntime({ supergraph: readFileSync('supergraph.graphql', 'utf8'), logging: 'error' });
createServer(gateway).listen(port, '127.0.0.1', () => console.log(`gateway at http://127.0.0.1:${port}/graphql`));
// The runtime listens for these itself and tidies up; whoever serves it must end the process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
