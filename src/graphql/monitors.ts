// Monitors as they are stored, and the live list of their changes.
//
// Without `after` the log's position is taken first, then the rows are read and shown, then come the
// changes after the position; one that the rows showed already is left out.
import { NotFoundError } from '../core/errors.ts';
import type { MonitorScope } from '../monitors/monitor.ts';
import {
  listMonitors,
  monitorStateChanged,
  type MonitorFilter,
  type MonitorPlace,
  type MonitorRow,
  type MonitorState,
} from '../store/monitors.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import { LogStream } from './log-stream.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface MonitorFilterInput {
  readonly kinds?: readonly string[] | null | undefined;
  readonly states?: readonly MonitorState[] | null | undefined;
}

export interface MonitorChangeView {
  readonly cursor: string;
  readonly at: Date;
  /** Null for a present state. */
  readonly before: MonitorState | null;
  readonly state: MonitorState;
  readonly reason: string | null;
  readonly monitorId: string;
}

/** A connection with what it was filtered by. */
export type MonitorList = Connection<MonitorRow> & { readonly filter: MonitorFilter };

const mostShown = 1_000;

function readFilter(input: MonitorFilterInput | null | undefined): MonitorFilter {
  checkFilterSize(input ?? {});
  return { kinds: input?.kinds ?? undefined, states: input?.states ?? undefined };
}

function encodePlace({ kind, name, host }: MonitorRow): string {
  return Buffer.from(JSON.stringify([kind, name, host])).toString('base64url');
}

function decodePlace(cursor: string): MonitorPlace | undefined {
  if (cursor.length > 2_000) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPlace = (value: unknown): value is MonitorPlace =>
      Array.isArray(value) &&
      value.length === 3 &&
      value.every((part) => typeof part === 'string' && !part.includes('\0'));
    return isPlace(place) ? place : undefined;
  } catch {
    // What is not ours is no JSON either; the caller says so.
    return undefined;
  }
}

/** A page of monitors by kind, name and host. */
export async function readMonitors(
  context: GraphqlContext,
  input: MonitorFilterInput | null | undefined,
  args: PageArguments,
): Promise<MonitorList> {
  const asOf = await context.asOf();
  const filter = readFilter(input);
  const page = parsePage(args, decodePlace);
  const rows = await listMonitors(context.services.store.q, filter, page);
  const list = connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodePlace(node) }));
  return { ...list, filter };
}

/** @throws NotFoundError when it is not kept any more. */
export async function getMonitor({ loaders }: GraphqlContext, id: string): Promise<MonitorRow> {
  const row = await loaders.monitors.load(id);
  if (row !== undefined) return row;
  throw new NotFoundError('This monitor is not kept any more.');
}

/** What a command did, as the row is now. */
export async function afterCommand(
  { loaders }: GraphqlContext,
  id: string,
  command: (id: string) => Promise<MonitorRow>,
): Promise<MonitorRow> {
  const row = await command(await knownId({ loaders }, id));
  loaders.monitors.clear(row.id).prime(row.id, row);
  return row;
}

/** @throws NotFoundError for whatever is no id of a monitor. */
async function knownId({ loaders }: Pick<GraphqlContext, 'loaders'>, id: string): Promise<string> {
  const row = await loaders.monitors.load(bareId('Monitor', id));
  if (row !== undefined) return row.id;
  throw new NotFoundError('There is no monitor with this id. `monitors` lists them all.');
}

/** The scope in the words of the API. */
export function shownScope(scope: string): 'CLUSTER' | 'HOST' {
  return scope === ('host' satisfies MonitorScope) ? 'HOST' : 'CLUSTER';
}

/** Changes of monitors: after a replay of those since `after`, else after the present states. */
export async function openMonitorChanges(
  context: GraphqlContext,
  after: string | null | undefined,
): Promise<LogStream<MonitorChangeView>> {
  const { hub, store } = context.services;
  const resumed = context.resumeAfter ?? after ?? undefined;
  const start = await hub.locate(resumed);
  const rows = resumed === undefined ? await listMonitors(store.q, {}, { limit: mostShown }) : [];
  const cursor = hub.cursorOf(start);
  const shown = new Map(rows.map((row) => [row.id, row.since.getTime()]));
  return new LogStream<MonitorChangeView>(hub, {
    start,
    selection: { role: context.viewer.role, types: [monitorStateChanged.type] },
    convert: (event) => {
      const fact = monitorStateChanged.read(event);
      if (fact === undefined) return undefined;
      const { monitorId, before, state, reason } = fact;
      const at = event.occurredAt;
      return { cursor: hub.cursorOf(event.id), at, before, state, reason, monitorId };
    },
    leading: rows.map(({ id, since, state, reason }) => ({
      cursor,
      at: since,
      before: null,
      state,
      reason,
      monitorId: id,
    })),
    shows: ({ monitorId, at }) =>
      at.getTime() <= (shown.get(monitorId) ?? Number.NEGATIVE_INFINITY),
  });
}
