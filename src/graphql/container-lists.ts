// The lists of containers and of their events: filters checked, pages read.
import type { ContainerVerdict } from '../store/container-facts.ts';
import {
  listContainerEvents,
  listContainers,
  type ContainerEventFilter,
  type ContainerFilter,
  type EventPlace,
  type KeyPlace,
} from '../store/container-pages.ts';
import type { ContainerEventRow } from '../store/container-events.ts';
import type { ContainerRow } from '../store/containers.ts';
import { NotFoundError } from '../core/errors.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { getDatabase } from './database-reference.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

type Words<Word = string> = readonly Word[] | null | undefined;

export interface ContainerFilterInput {
  readonly hosts?: Words;
  readonly daemons?: Words;
  readonly states?: Words;
  readonly health?: Words;
  readonly projects?: Words;
  readonly databases?: Words;
  readonly recognised?: Words;
  readonly engines?: Words;
  readonly crashLooping?: boolean | null | undefined;
  readonly present?: boolean | null | undefined;
  readonly text?: string | null | undefined;
}

export interface ContainerEventFilterInput {
  readonly containers?: Words;
  readonly hosts?: Words;
  readonly daemons?: Words;
  readonly actions?: Words;
  readonly verdicts?: Words<ContainerVerdict>;
  readonly databases?: Words;
  readonly inferred?: boolean | null | undefined;
  readonly since?: Date | null | undefined;
  readonly until?: Date | null | undefined;
}

async function idsOfDatabases(
  context: GraphqlContext,
  databases: Words,
): Promise<readonly string[] | undefined> {
  if (databases == null) return undefined;
  const found = await Promise.all(databases.map((one) => getDatabase(context, one)));
  return found.map(({ id }) => id);
}

const placeForm = /^container:([0-9a-f-]{36})\/(.*)$/s;

function decodeKeyPlace(cursor: string): KeyPlace | undefined {
  if (cursor.length > 2048) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, id, key] = placeForm.exec(text) ?? [];
  return id === undefined || key === undefined || !isUuid(id) || key.includes('\0')
    ? undefined
    : { id, key };
}

const encodeKeyPlace = ({ key, id }: KeyPlace): string =>
  Buffer.from(`container:${id}/${key}`).toString('base64url');

const eventForm = /^event:(\d{1,15})\/(\d{1,15})$/;
/** The end of the year 9999; PostgreSQL does not read how JavaScript writes later times. */
const latestMs = 253_402_300_799_999;

function decodeEventPlace(cursor: string): EventPlace | undefined {
  if (cursor.length > 128) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, ms, id] = eventForm.exec(text) ?? [];
  if (ms === undefined || id === undefined || Number(ms) > latestMs) return undefined;
  return { at: new Date(Number(ms)), id: Number(id) };
}

const encodeEventPlace = ({ at, id }: EventPlace): string =>
  Buffer.from(`event:${at.getTime()}/${id}`).toString('base64url');

/** A page together with what it was filtered by, to count all pages when that is asked for. */
export type ContainerPage = Connection<ContainerRow> & { readonly filter: ContainerFilter };

/** A page of containers, by key; those that are gone only when they are asked for. */
export async function pageOfContainers(
  context: GraphqlContext,
  args: PageArguments,
  input: ContainerFilterInput | null | undefined,
): Promise<ContainerPage> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeKeyPlace);
  const { databases, present, crashLooping, text, ...words } = input ?? {};
  checkFilterSize(input ?? {});
  const filter: ContainerFilter = {
    hosts: words.hosts ?? undefined,
    daemons: words.daemons ?? undefined,
    states: words.states ?? undefined,
    health: words.health ?? undefined,
    projects: words.projects ?? undefined,
    recognised: words.recognised ?? undefined,
    engines: words.engines ?? undefined,
    databaseIds: await idsOfDatabases(context, databases),
    crashLooping: crashLooping ?? undefined,
    present: present === undefined ? true : (present ?? undefined),
    text: text == null || text === '' ? undefined : text,
  };
  const rows = await listContainers(context.services.store.q, filter, page);
  const list = connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodeKeyPlace(node) }));
  return { ...list, filter };
}

/** A page of events of containers, newest first. */
export async function pageOfContainerEvents(
  context: GraphqlContext,
  args: PageArguments,
  input: ContainerEventFilterInput | null | undefined,
): Promise<Connection<ContainerEventRow>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeEventPlace);
  const { containers, databases, inferred, since, until, ...words } = input ?? {};
  checkFilterSize(input ?? {});
  const ids = containers?.map((one) => bareId('Container', one)).filter(isUuid);
  const filter: ContainerEventFilter = {
    containerIds: ids,
    hosts: words.hosts ?? undefined,
    daemons: words.daemons ?? undefined,
    actions: words.actions ?? undefined,
    verdicts: words.verdicts ?? undefined,
    databaseIds: await idsOfDatabases(context, databases),
    inferred: inferred ?? undefined,
    since: since ?? undefined,
    until: until ?? undefined,
  };
  const rows = await listContainerEvents(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodeEventPlace(node) }));
}

/** The container of a global id; undefined when there is none. */
export async function findContainer(
  { loaders }: GraphqlContext,
  reference: string,
): Promise<ContainerRow | undefined> {
  return loaders.containers.load(bareId('Container', reference));
}

/** @throws NotFoundError when there is no such container. */
export async function getContainer(
  context: GraphqlContext,
  reference: string,
): Promise<ContainerRow> {
  const container = await findContainer(context, reference);
  if (container !== undefined) return container;
  throw new NotFoundError(
    `There is no container "${reference.slice(0, 100)}". \`containers\` lists those there are.`,
  );
}
