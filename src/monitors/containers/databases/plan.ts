// What is to be done so that databases and containers agree. Pure; whoever does it holds the lock under
// which databases are declared.
//
//   a configured database leads to the container      linked to it; what was discovered there is retired
//   it is recognised, and was discovered before       discovered again, unless it is configured by now
//   it is recognised, and nobody knows it             a new one is discovered
//   it is not recognised (any more), or excluded      what was discovered there is retired
//   it is gone for longer than `graceMs`              what was discovered there is retired; the link stays
//
// A recreated container has the row of the one before it, so its database is the same one.
import type { ContainerRow } from '../../../store/containers.ts';
import type { DatabaseRecord } from '../../../store/databases.ts';
import { readRecognition } from '../recognition-form.ts';
import type { RecognisedDatabase } from '../recognise.ts';
import { closeness, type ConfiguredPlace, type KnownHost } from './places.ts';

/** A database that this replica has a configuration or a registration of. */
export interface ConfiguredDatabase {
  readonly id: string;
  readonly places: readonly ConfiguredPlace[];
}

export interface PlanInput {
  readonly containers: readonly ContainerRow[];
  /** Those found in these containers, and all that are known by a container alone. */
  readonly found: readonly DatabaseRecord[];
  readonly configured: readonly ConfiguredDatabase[];
  readonly here: KnownHost;
  readonly now: Date;
  readonly graceMs: number;
  /** There may be as many discovered databases. */
  readonly most: number;
}

export interface Plan {
  /** Databases of containers that had none; they are linked with it. */
  readonly discover: readonly {
    readonly container: ContainerRow;
    readonly recognised: RecognisedDatabase;
  }[];
  readonly again: readonly {
    readonly container: ContainerRow;
    readonly recognised: RecognisedDatabase;
    readonly database: DatabaseRecord;
  }[];
  /** Containers whose database is another one than is stored. */
  readonly link: readonly {
    readonly container: ContainerRow;
    readonly databaseId: string | null;
  }[];
  /** Ids of databases. */
  readonly retire: readonly string[];
  /** How many there was no room for. */
  readonly leftOut: number;
}

export function planDatabases(input: PlanInput): Plan {
  const { containers, found, now, graceMs, most } = input;
  const foundIn = new Map(found.map((database) => [database.discoveredIn, database]));
  const configuredOf = matchConfigured(input);
  const discover: Plan['discover'][number][] = [];
  const again: Plan['again'][number][] = [];
  const link: Plan['link'][number][] = [];
  const retire: string[] = [];
  let room = most - found.filter(isDiscovered).length;
  let leftOut = 0;

  for (const container of containers) {
    const own = foundIn.get(container.id);
    const isOpen = own !== undefined && isDiscovered(own);
    if (container.vanishedAt !== null) {
      if (isOpen && now.getTime() - container.vanishedAt.getTime() >= graceMs) retire.push(own.id);
      continue;
    }
    const recognition = readRecognition(container.recognised);
    const recognised = recognition?.verdict === 'DATABASE' ? recognition : null;
    const configured = configuredOf.get(container.id);
    const isOwn = configured === undefined || configured === own?.id;
    const isDeclared = own !== undefined && own.retiredAt === null && own.discoveredAt === null;
    if (!isOwn || (recognised === null && !isDeclared)) {
      if (isOpen) retire.push(own.id);
      relink(link, container, configured ?? null);
    } else if (own !== undefined && (isDeclared || isOpen)) {
      relink(link, container, own.id);
    } else if (recognised !== null) {
      room -= 1;
      if (room < 0) leftOut += 1;
      else if (own === undefined) discover.push({ container, recognised });
      else again.push({ container, recognised, database: own });
    }
  }
  return { discover, again, link, retire, leftOut };
}

export function isEmptyPlan({ discover, again, link, retire }: Plan): boolean {
  return discover.length + again.length + link.length + retire.length === 0;
}

function isDiscovered({ discoveredAt, retiredAt }: DatabaseRecord): boolean {
  return discoveredAt !== null && retiredAt === null;
}

function relink(
  link: Plan['link'][number][],
  container: ContainerRow,
  databaseId: string | null,
): void {
  if (container.databaseId !== databaseId) link.push({ container, databaseId });
}

/** The configured database of each container, where exactly one container fits one of its places. */
function matchConfigured({ containers, configured, here }: PlanInput): ReadonlyMap<string, string> {
  const candidates = containers.flatMap((container) => {
    if (container.vanishedAt !== null) return [];
    const recognition = readRecognition(container.recognised);
    // A pooler leads to a database and is none.
    if (recognition?.verdict === 'EXCLUDED') return [];
    return [{ container, port: recognition?.port ?? null }];
  });
  const matches = new Map<string, string>();
  for (const { id, places } of configured) {
    for (const place of places) {
      const close = candidates
        .map(({ container, port }) => ({
          container,
          grade: closeness(place, container, port, here),
        }))
        .filter(({ grade }) => grade > 0);
      const best = Math.max(0, ...close.map(({ grade }) => grade));
      const [only, another] = close.filter(({ grade }) => grade === best);
      if (only !== undefined && another === undefined && !matches.has(only.container.id)) {
        matches.set(only.container.id, id);
      }
    }
  }
  return matches;
}
