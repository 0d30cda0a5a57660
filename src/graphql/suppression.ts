// Silences and maintenance windows for the API: pages of them, and what their commands are given.
import type { KnownWindow } from '../alerts/suppression/ground.ts';
import type { ScheduleInput } from '../alerts/suppression/window-commands.ts';
import type { AlertRow } from '../store/alerts.ts';
import { listSilences, type SilenceRow, type SilenceState } from '../store/silences.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  sliceOf,
  type Connection,
  type PageArguments,
} from './paging.ts';

export interface SilenceFilterInput {
  readonly states?: readonly SilenceState[] | null | undefined;
  readonly createdBy?: readonly string[] | null | undefined;
  readonly text?: string | null | undefined;
}

/** A page of silences, newest first. */
export async function readSilences(
  context: GraphqlContext,
  input: SilenceFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<SilenceRow>> {
  checkFilterSize(input ?? {});
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const { states, createdBy, text } = input ?? {};
  const { store, clock } = context.services;
  const rows = await listSilences(
    store.q,
    { states: states ?? undefined, createdBy: createdBy ?? undefined, text: text ?? undefined },
    page,
    clock.now(),
  );
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.createdAt, id: node.id }),
  }));
}

const encodeName = (name: string): string => Buffer.from(`window:${name}`).toString('base64url');

function decodeName(cursor: string): string | undefined {
  if (cursor.length > 200) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  return text.startsWith('window:') ? text.slice('window:'.length) : undefined;
}

/** A page of maintenance windows, by name. */
export async function readWindows(
  context: GraphqlContext,
  args: PageArguments,
): Promise<Connection<KnownWindow>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeName);
  const all = await context.services.maintenance.list();
  const rows = sliceOf(page, all, ({ name }) => name);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodeName(node.name) }));
}

/** How many alerts a preview holds at most. */
export const mostPreviewed = 100;

export interface SilencePreviewView {
  readonly total: number;
  readonly alerts: readonly AlertRow[];
}

/** What matchers would silence now, the oldest alerts of it. */
export async function previewSilence(
  { services, loaders, viewer }: GraphqlContext,
  matchers: readonly string[],
): Promise<SilencePreviewView> {
  const ids = await services.silences.preview(matchers, viewer.role);
  const loaded = await Promise.all(
    ids.slice(0, mostPreviewed).map((id) => loaders.alerts.byId.load(id)),
  );
  return { total: ids.length, alerts: loaded.filter((alert) => alert !== undefined) };
}

const minuteMs = 60_000;

/** Minutes of an input as milliseconds; what was left out stays so. */
export function minutesToMs(minutes: number | null | undefined): number | undefined {
  return minutes == null ? undefined : minutes * minuteMs;
}

interface GivenSchedule {
  readonly once?: { readonly from: Date; readonly until: Date } | null | undefined;
  readonly recurring?:
    | {
        readonly cron: string;
        readonly durationMinutes: number;
        readonly timeZone?: string | null | undefined;
      }
    | null
    | undefined;
}

/** The schedule of an input, as the commands take it. */
export function scheduleOf({ once, recurring }: GivenSchedule): ScheduleInput {
  return {
    once,
    recurring: recurring && {
      cron: recurring.cron,
      durationMs: recurring.durationMinutes * minuteMs,
      timeZone: recurring.timeZone ?? 'UTC',
    },
  };
}

/** Ids of rows, given as global ids or bare. */
export function bareIds(
  typename: 'Alert' | 'Silence',
  references: readonly string[],
): readonly string[] {
  return references.map((reference) => bareId(typename, reference));
}
