// What is watched in the bench of overhead: a part makes it, says how it is configured, and asks the API
// whether it is seen. A part that this version cannot watch yet says so and is counted as missing.
import { monitorKinds } from '../../src/monitors/registry.ts';

/** Sends a GraphQL operation; throws what went wrong. */
export type Ask = (query: string) => Promise<unknown>;

export interface Part {
  readonly name: string;
  readonly count: number;
  /** Lines of the configuration. */
  readonly configuration: string;
  /** How many of them the API tells of as seen and well. */
  seen(ask: Ask): Promise<number>;
  close(): Promise<void>;
}

/** True when this version has monitors of the kind. */
export function hasKind(name: string): boolean {
  return Object.hasOwn(monitorKinds, name);
}

/** True when there is such a field of the query type. */
export async function hasField(ask: Ask, name: string): Promise<boolean> {
  const { __type: type } = (await ask('{ __type(name: "Query") { fields { name } } }')) as {
    __type: { fields: readonly { name: string }[] };
  };
  return type.fields.some((field) => field.name === name);
}

interface Page {
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** All nodes of a connection of the query type. */
export async function listAll(
  ask: Ask,
  field: string,
  selection: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const nodes: Readonly<Record<string, unknown>>[] = [];
  let after = '';
  for (;;) {
    const data = (await ask(
      `{ ${field}(first: 100${after}) { edges { node { ${selection} } }
        pageInfo { hasNextPage endCursor } } }`,
    )) as Readonly<Record<string, Page>>;
    const page = data[field];
    if (page === undefined) return nodes;
    nodes.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return nodes;
    after = `, after: ${JSON.stringify(page.pageInfo.endCursor)}`;
  }
}
