// Alerts for the API: pages of them and of their timelines, changes as they happen, and what commands did.
import { matchedLabels, type AlertState, type Severity } from '../core/alerts.ts';
import type { AlertOutcome } from '../alerts/commands.ts';
import { InvalidInputError } from '../core/errors.ts';
import { matchesAll, readMatchers } from '../core/matchers.ts';
import { alertChangeIn, alertEventTypes } from '../store/alert-events.ts';
import type { AlertChange } from '../store/alert-changes.ts';
import {
  alertPlaceOf,
  listAlerts,
  type AlertFilter,
  type AlertOrder,
  type AlertPlace,
} from '../store/alert-pages.ts';
import { listTimeline, type TimelineEntry } from '../store/alert-timeline.ts';
import type { AlertRow } from '../store/alerts.ts';
import { storableText } from '../store/storable.ts';
import type { GraphqlContext } from './context.ts';
import { findDatabase } from './database-reference.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import { LogStream } from './log-stream.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface AlertFilterInput {
  readonly states?: readonly AlertState[] | null | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly rules?: readonly string[] | null | undefined;
  readonly database?: string | null | undefined;
  readonly labels?: readonly string[] | null | undefined;
  readonly text?: string | null | undefined;
  readonly since?: Date | null | undefined;
  readonly suppressed?: boolean | null | undefined;
}

/** A connection with what it was filtered by. */
export type AlertList = Connection<AlertRow> & { readonly filter: AlertFilter };

export interface AlertChangeView extends AlertChange {
  readonly cursor: string;
  readonly at: Date;
}

async function readFilter(
  context: GraphqlContext,
  input: AlertFilterInput | null | undefined,
): Promise<AlertFilter> {
  checkFilterSize(input ?? {}, 600);
  const { states, severities, rules, database, labels, text, since, suppressed } = input ?? {};
  const { matchers, faults } = readMatchers(labels ?? []);
  const issues = faults.map(({ index, message }) => ({ path: `filter.labels.${index}`, message }));
  if (issues.length > 0) throw new InvalidInputError('The filter cannot be read.', issues);
  return {
    role: context.viewer.role,
    states: states ?? undefined,
    severities: severities ?? undefined,
    rules: rules?.map(storableText),
    database: await databaseName(context, database ?? undefined),
    matchers,
    text: text === null || text === undefined ? undefined : storableText(text),
    since: since ?? undefined,
    suppressed: suppressed ?? undefined,
  };
}

/** Alerts name databases that may not be there any more: an unknown name is taken as it is. */
async function databaseName(
  context: GraphqlContext,
  reference: string | undefined,
): Promise<string | undefined> {
  if (reference === undefined) return undefined;
  const name = storableText(reference);
  return (await findDatabase(context, name))?.name ?? name;
}

function encodePlace(row: AlertRow): string {
  const { rank, at, id } = alertPlaceOf(row);
  return Buffer.from(`${rank}/${at.getTime()}/${id}`).toString('base64url');
}

const placeForm = /^([0-3])\/(\d{1,14})\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

function decodePlace(cursor: string): AlertPlace | undefined {
  if (cursor.length > 128) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, rank, ms, id] = placeForm.exec(text) ?? [];
  if (rank === undefined || ms === undefined || id === undefined) return undefined;
  return { rank: Number(rank), at: new Date(Number(ms)), id };
}

/** A page of alerts. */
export async function readAlerts(
  context: GraphqlContext,
  input: AlertFilterInput | null | undefined,
  order: AlertOrder,
  args: PageArguments,
): Promise<AlertList> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodePlace);
  const filter = await readFilter(context, input);
  const rows = await listAlerts(context.services.store.q, filter, { ...page, order });
  const list = connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodePlace(node) }));
  return { ...list, filter };
}

const encodeEntry = ({ id }: TimelineEntry): string => Buffer.from(`${id}`).toString('base64url');

function decodeEntry(cursor: string): number | undefined {
  const text = cursor.length > 30 ? '' : Buffer.from(cursor, 'base64url').toString('latin1');
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A page of what happened to an alert, oldest first. */
export async function readTimeline(
  context: GraphqlContext,
  { id }: AlertRow,
  args: PageArguments,
): Promise<Connection<TimelineEntry>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeEntry);
  const rows = await listTimeline(context.services.store.q, id, page);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodeEntry(node) }));
}

/** Changes of alerts that fit as they are after the change; everything is in the events. */
export async function openAlertChanges(
  context: GraphqlContext,
  input: AlertFilterInput | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<AlertChangeView>> {
  const { hub } = context.services;
  const filter = await readFilter(context, input);
  const start = await hub.locate(context.resumeAfter ?? after ?? undefined);
  return new LogStream<AlertChangeView>(hub, {
    start,
    selection: { role: context.viewer.role, types: [...alertEventTypes] },
    convert: (event) => {
      const change = alertChangeIn(event);
      if (change === undefined || !fits(filter, change.alert)) return undefined;
      return { ...change, cursor: hub.cursorOf(event.id), at: event.occurredAt };
    },
  });
}

/** The same as the store's filter, for one alert. */
function fits(filter: AlertFilter, alert: AlertRow): boolean {
  const { states, severities, rules, database, matchers = [], text, since, suppressed } = filter;
  const holds = (word: string): boolean => word.toLowerCase().includes((text ?? '').toLowerCase());
  return (
    (states === undefined || states.includes(alert.state)) &&
    (severities === undefined || severities.includes(alert.severity)) &&
    (rules === undefined || rules.includes(alert.rule)) &&
    (database === undefined || alert.database === database) &&
    (text === undefined || [alert.title, alert.message, alert.subject].some(holds)) &&
    (since === undefined || alert.startedAt >= since) &&
    (suppressed === undefined || alert.suppressed.length > 0 === suppressed) &&
    matchesAll(matchers, matchedLabels(alert))
  );
}

/** What a command did to the only alert it was given. @throws what refused it */
export function takeOnly(
  { loaders }: Pick<GraphqlContext, 'loaders'>,
  outcomes: readonly AlertOutcome[],
): AlertRow {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('a command of an alert had no outcome');
  if ('refusal' in outcome) throw outcome.refusal;
  loaders.alerts.byId.clear(outcome.id).prime(outcome.id, outcome.alert);
  return outcome.alert;
}

export const alertIds = (ids: readonly string[]): string[] => ids.map((id) => bareId('Alert', id));
