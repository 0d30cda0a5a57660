// Reading containers and their events for lists: pages with filters. A page is one query; nothing here
// writes.
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import { toContainerEventRow, type ContainerEventRow } from './container-events.ts';
import type { ContainerVerdict } from './container-facts.ts';
import { toContainerRow, type ContainerRow } from './containers.ts';
import { containerEvents, containers, databases } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable } from './store.ts';

type Words = readonly string[] | undefined;

/** Which containers; what is left out does not restrict. */
export interface ContainerFilter {
  readonly hosts?: Words;
  readonly daemons?: Words;
  readonly states?: Words;
  readonly health?: Words;
  /** Compose projects. */
  readonly projects?: Words;
  readonly databaseIds?: Words;
  /** Verdicts of recognition: DATABASE, EXCLUDED. */
  readonly recognised?: Words;
  readonly engines?: Words;
  readonly crashLooping?: boolean | undefined;
  /** False: only those that are gone. Undefined: both. */
  readonly present?: boolean | undefined;
  /** Found in the key, the name or the image. */
  readonly text?: string | undefined;
}

export interface KeyPlace {
  readonly key: string;
  readonly id: string;
}

interface Page<Place> {
  readonly limit: number;
  readonly after?: Place | undefined;
  readonly before?: Place | undefined;
  readonly backwards?: boolean | undefined;
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

function within(column: SQL | Parameters<typeof inArray>[0], words: Words): SQL | undefined {
  if (words === undefined) return undefined;
  if (words.length === 0) return sql`false`;
  const list = words.map((word) => sql`${storableText(word)}`);
  return sql`${column} in (${sql.join(list, sql`, `)})`;
}

function matches(filter: ContainerFilter): SQL | undefined {
  const { crashLooping, present, text } = filter;
  const found = text === undefined ? undefined : `%${escaped(storableText(text))}%`;
  return and(
    within(containers.host, filter.hosts),
    within(containers.daemon, filter.daemons),
    within(containers.state, filter.states),
    within(containers.health, filter.health),
    within(sql`${containers.compose} ->> 'project'`, filter.projects),
    within(sql`${containers.databaseId}::text`, filter.databaseIds),
    within(sql`${containers.recognised} ->> 'verdict'`, filter.recognised),
    within(sql`${containers.recognised} ->> 'engine'`, filter.engines),
    crashLooping === undefined
      ? undefined
      : (crashLooping ? isNotNull : isNull)(containers.crashLoopSince),
    present === undefined ? undefined : (present ? isNull : isNotNull)(containers.vanishedAt),
    found === undefined
      ? undefined
      : sql`(${containers.key} ilike ${found} or ${containers.name} ilike ${found}
          or ${containers.image} ilike ${found})`,
  );
}

function beyondKey(compare: typeof lt, place: KeyPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  const { key, id } = place;
  return or(compare(containers.key, key), and(eq(containers.key, key), compare(containers.id, id)));
}

/** Containers by key. */
export async function listContainers(
  q: Queryable,
  filter: ContainerFilter,
  page: Page<KeyPlace>,
): Promise<ContainerRow[]> {
  const order = page.backwards === true ? desc : asc;
  const rows = await q
    .select({ row: containers, database: databases.name })
    .from(containers)
    .leftJoin(databases, eq(databases.id, containers.databaseId))
    .where(and(matches(filter), beyondKey(gt, page.after), beyondKey(lt, page.before)))
    .orderBy(order(containers.key), order(containers.id))
    .limit(page.limit);
  return rows.map(toContainerRow);
}

export async function countContainers(q: Queryable, filter: ContainerFilter): Promise<number> {
  const [row] = await q.select({ n: count() }).from(containers).where(matches(filter));
  return row?.n ?? 0;
}

/** Which events of containers. */
export interface ContainerEventFilter {
  readonly containerIds?: Words;
  readonly hosts?: Words;
  readonly daemons?: Words;
  readonly actions?: Words;
  readonly verdicts?: readonly ContainerVerdict[] | undefined;
  readonly databaseIds?: Words;
  readonly inferred?: boolean | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface EventPlace {
  readonly at: Date;
  readonly id: number;
}

function beyondTime(compare: typeof lt, place: EventPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  const { at, id } = place;
  return or(
    compare(containerEvents.at, at),
    and(eq(containerEvents.at, at), compare(containerEvents.id, id)),
  );
}

/** Events of containers, newest first. */
export async function listContainerEvents(
  q: Queryable,
  filter: ContainerEventFilter,
  page: Page<EventPlace>,
): Promise<ContainerEventRow[]> {
  const order = page.backwards === true ? asc : desc;
  const { inferred, since, until } = filter;
  const rows = await q
    .select({ row: containerEvents })
    .from(containerEvents)
    .innerJoin(containers, eq(containers.id, containerEvents.container))
    .where(
      and(
        filter.containerIds === undefined
          ? undefined
          : filter.containerIds.length === 0
            ? sql`false`
            : inArray(containerEvents.container, [...filter.containerIds]),
        within(containers.host, filter.hosts),
        within(containers.daemon, filter.daemons),
        within(containerEvents.action, filter.actions),
        within(containerEvents.verdict, filter.verdicts),
        within(sql`${containers.databaseId}::text`, filter.databaseIds),
        inferred === undefined ? undefined : eq(containerEvents.inferred, inferred),
        since === undefined ? undefined : gte(containerEvents.at, since),
        until === undefined ? undefined : lt(containerEvents.at, until),
        beyondTime(lt, page.after),
        beyondTime(gt, page.before),
      ),
    )
    .orderBy(order(containerEvents.at), order(containerEvents.id))
    .limit(page.limit);
  return rows.map(({ row }) => toContainerEventRow(row));
}
