// Generates TypeScript from a served graph's introspection and a folder of operations; prints what was generated.
import { generate } from '@graphql-codegen/cli';

const [, , schema, documents] = process.argv;
const files = await generate(
  { schema, documents: `${documents}/*.graphql`, generates: { 'generated/': { preset: 'client' } }, silent: true },
  false,
);
console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file.filename, file.content]))));
process.exit(0);
