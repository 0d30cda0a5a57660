// Finds objects of the world by what they are, for tests, screenshots and benches: ids are made anew each time.
import { ask } from '../../support/service.ts';
import type { WorldAddress } from './world.ts';

type World = Pick<WorldAddress, 'graphql' | 'tokens'>;
interface Named {
  readonly id: string;
  readonly name: string;
}
interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
}

export interface WorldObjects {
  readonly databases: Readonly<Record<string, string>>;
  readonly containers: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, string>>;
  /** By the name of the file without its folder. */
  readonly files: Readonly<Record<string, string>>;
  /** By rule; of several the newest. */
  readonly alerts: Readonly<Record<string, string>>;
  /** By state; of several the newest. */
  readonly runs: Readonly<Record<string, string>>;
  readonly incident: string;
  /** The newest one of shop-production. */
  readonly snapshot: string;
  readonly fileChange: string;
  /** By state; of several the newest. */
  readonly deliveries: Readonly<Record<string, string>>;
}

const query = `query WorldObjects {
  databases(first: 100) { edges { node { id name } } }
  containers(first: 100) { edges { node { id name } } }
  endpoints(first: 100) { edges { node { id name } } }
  watchedFiles(first: 100) { edges { node { id path } } }
  alerts(first: 100) { edges { node { id rule } } }
  migrationRuns(first: 100) { edges { node { id state } } }
  incidents(first: 1) { edges { node { id } } }
  schemaSnapshots(database: "shop-production", first: 1) { edges { node { id } } }
  fileChanges(first: 1) { edges { node { id } } }
  deliveries(first: 100) { edges { node { id state } } }
}`;

interface Answer {
  readonly databases: Connection<Named>;
  readonly containers: Connection<Named>;
  readonly endpoints: Connection<Named>;
  readonly watchedFiles: Connection<{ readonly id: string; readonly path: string }>;
  readonly alerts: Connection<{ readonly id: string; readonly rule: string }>;
  readonly migrationRuns: Connection<{ readonly id: string; readonly state: string }>;
  readonly incidents: Connection<{ readonly id: string }>;
  readonly schemaSnapshots: Connection<{ readonly id: string }>;
  readonly fileChanges: Connection<{ readonly id: string }>;
  readonly deliveries: Connection<{ readonly id: string; readonly state: string }>;
}

function byName<Node extends { readonly id: string }>(
  { edges }: Connection<Node>,
  nameOf: (node: Node) => string,
): Record<string, string> {
  // Lists begin with the newest, and of one name the first counts.
  return Object.fromEntries(edges.toReversed().map(({ node }) => [nameOf(node), node.id]));
}

/** All that tests may want to open. */
export async function findObjects({ graphql, tokens }: World): Promise<WorldObjects> {
  const answer = await ask<Answer>({ graphql }, tokens.admin, query);
  return {
    databases: byName(answer.databases, ({ name }) => name),
    containers: byName(answer.containers, ({ name }) => name),
    endpoints: byName(answer.endpoints, ({ name }) => name),
    files: byName(answer.watchedFiles, (file) => file.path.split('/').at(-1) ?? ''),
    alerts: byName(answer.alerts, ({ rule }) => rule),
    runs: byName(answer.migrationRuns, ({ state }) => state),
    incident: answer.incidents.edges[0]?.node.id ?? '',
    snapshot: answer.schemaSnapshots.edges[0]?.node.id ?? '',
    fileChange: answer.fileChanges.edges[0]?.node.id ?? '',
    deliveries: byName(answer.deliveries, ({ state }) => state),
  };
}

/** Picks one by name; throws with the names there are. */
export function pick(objects: Readonly<Record<string, string>>, name: string): string {
  const id = objects[name];
  if (id === undefined) throw new Error(`${name} is not in ${Object.keys(objects).join(', ')}`);
  return id;
}
