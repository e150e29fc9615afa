// `graphql(…)` knows the schema: a wrong field is an error of the editor, and an answer has exactly what was asked for.
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema.js";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  // Scalars come as JSON strings: instants with their offset, "08:30", "132.50".
  scalars: { Date: string; DateTime: string; Time: string; Decimal: string; JSON: unknown };
}>();

export { readFragment } from "gql.tada";
export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from "gql.tada";
