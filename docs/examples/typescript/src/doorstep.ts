// A client in forty lines: ask once, page to the end, subscribe. No library but graphql-sse for the stream.
import { print } from "graphql";
import { createClient, type Client } from "graphql-sse";
import type { TadaDocumentNode } from "./graphql.js";

/** What Doorstep says of an error: handle it by `code` (docs/errors.md), show `zh` or `en`. */
export interface Told {
  message: string;
  path?: readonly (string | number)[];
  extensions: { code: string; zh: string; en: string; argument?: readonly string[] };
}

export class GraphError extends Error {
  constructor(readonly errors: readonly [Told, ...Told[]]) {
    super(errors.map((error) => `${error.extensions.code}: ${error.message}`).join("\n"));
    this.name = "GraphError";
  }

  get code(): string {
    return this.errors[0].extensions.code;
  }
}

interface Page<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export class Doorstep {
  readonly #headers: Record<string, string>;
  readonly #stream: Client;

  /** `key` only for what needs one: reading does not. */
  constructor(readonly url: string, key?: string) {
    this.#headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    this.#stream = createClient({ url, headers: this.#headers });
  }

  /** Ask once. Throws GraphError where anything of the answer failed. */
  async ask<Data, Variables extends Record<string, unknown>>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: {
        ...this.#headers,
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const told = (await answer.json()) as { data?: Data; errors?: [Told, ...Told[]] };
    if (told.errors !== undefined) throw new GraphError(told.errors);
    if (told.data === undefined) throw new Error(`${answer.status} without data`);
    return told.data;
  }

  /** Every node of a list, a page at a time: `page` asks for the one behind a cursor. */
  async *all<Node>(page: (after: string | null) => Promise<Page<Node>>): AsyncGenerator<Node> {
    let after: string | null = null;
    for (;;) {
      const found: Page<Node> = await page(after);
      yield* found.nodes;
      if (!found.pageInfo.hasNextPage) return;
      after = found.pageInfo.endCursor;
    }
  }

  /** What a subscription tells, one thing after the other, until the loop is left. Reconnects by itself. */
  async *watch<Data, Variables extends Record<string, unknown>>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
  ): AsyncGenerator<Data> {
    const told = this.#stream.iterate<Data>({ query: print(document), variables });
    for await (const { data, errors } of told) {
      if (errors !== undefined) throw new GraphError(errors as unknown as [Told, ...Told[]]);
      if (data != null) yield data;
    }
  }
}
