// Maintenance windows that were declared over the API, and when windows began and ended. An occurrence is
// noted once, whichever replica finds it; one that is noted as ended is over for all of them.
import { z } from 'zod';

import { and, asc, eq, inArray, isNotNull, isNull, lt, or, sql } from './drizzle.ts';
import { matcherOperators } from '../core/matchers.ts';
import type { MaintenanceSettings } from '../core/suppression.ts';
import { maintenanceOccurrences, maintenanceWindows } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

const definitionForm = z.object({
  match: z.array(
    z.object({ label: z.string(), operator: z.enum(matcherOperators), value: z.string() }),
  ),
  schedule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('once'), from: z.string(), until: z.string() }),
    z.object({
      kind: z.literal('recurring'),
      cron: z.string(),
      durationMs: z.number(),
      timeZone: z.string(),
    }),
  ]),
  comment: z.string(),
});

export interface DeclaredWindow extends MaintenanceSettings {
  readonly createdBy: string;
  readonly createdAt: Date;
}

function toWindow(row: typeof maintenanceWindows.$inferSelect): DeclaredWindow {
  const { name, createdBy, createdAt } = row;
  return { name, createdBy, createdAt, ...definitionForm.parse(row.definition) };
}

const stored = ({ match, schedule, comment }: MaintenanceSettings): unknown =>
  JSON.parse(storableJson({ match, schedule, comment }));

/** Those that were not ended, by name; `now`: only those whose time is not over. */
export async function listDeclaredWindows(q: Queryable, now?: Date): Promise<DeclaredWindow[]> {
  const rows = await q
    .select()
    .from(maintenanceWindows)
    .where(and(isNull(maintenanceWindows.endedAt), now && sql`not ${isOverBefore(now)}`))
    .orderBy(asc(maintenanceWindows.name));
  return rows.map(toWindow);
}

/** True of windows for one time only that ended before. */
const isOverBefore = (
  time: Date,
) => sql`(${maintenanceWindows.definition} -> 'schedule' ->> 'kind' = 'once'
  and (${maintenanceWindows.definition} -> 'schedule' ->> 'until')::timestamptz
    < ${time.toISOString()}::timestamptz)`;

/** Forgets windows that were ended before a time, and those for one time only that were over before it. */
export async function deleteOldWindows(q: Queryable, before: Date): Promise<void> {
  await q
    .delete(maintenanceWindows)
    .where(or(lt(maintenanceWindows.endedAt, before), isOverBefore(before)));
}

/** Adds one; takes the place of one of that name that was ended. */
export async function insertDeclaredWindow(
  q: Queryable,
  id: string,
  window: DeclaredWindow,
): Promise<void> {
  const { name, createdBy, createdAt } = window;
  const values = { createdBy, createdAt, definition: stored(window), endedAt: null };
  await q
    .insert(maintenanceWindows)
    .values({ id, name, ...values })
    .onConflictDoUpdate({ target: maintenanceWindows.name, set: { id, ...values } });
}

export async function updateDeclaredWindow(
  q: Queryable,
  window: MaintenanceSettings,
): Promise<void> {
  await q
    .update(maintenanceWindows)
    .set({ definition: stored(window) })
    .where(eq(maintenanceWindows.name, window.name));
}

/** Ends one for good. */
export async function endDeclaredWindow(q: Queryable, name: string, now: Date): Promise<void> {
  await q.update(maintenanceWindows).set({ endedAt: now }).where(eq(maintenanceWindows.name, name));
}

/** What an occurrence is of, for replicas whose file does not have its window (any more). */
export interface OccurrenceDefinition extends Pick<MaintenanceSettings, 'match' | 'comment'> {
  readonly origin: 'FILE' | 'API';
}

export interface OccurrenceRow {
  readonly name: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  /** Null: it was noted by a version that did not keep it. */
  readonly definition: OccurrenceDefinition | null;
}

const occurrenceForm = definitionForm
  .pick({ match: true, comment: true })
  .extend({ origin: z.enum(['FILE', 'API']) })
  .nullable();

const toOccurrence = (row: typeof maintenanceOccurrences.$inferSelect): OccurrenceRow => ({
  ...row,
  definition: occurrenceForm.parse(row.definition),
});

const storedDefinition = (definition: OccurrenceDefinition | null): unknown =>
  definition === null ? null : JSON.parse(storableJson(definition));

/** Notes that one began (again, when it is longer now); false when that was noted before. */
export async function insertOccurrence(
  q: Queryable,
  occurrence: Omit<OccurrenceRow, 'endedAt'>,
): Promise<boolean> {
  const { name, startsAt, endsAt, endedAt } = maintenanceOccurrences;
  const definition = storedDefinition(occurrence.definition);
  const rows = await q
    .insert(maintenanceOccurrences)
    .values({ ...occurrence, definition })
    .onConflictDoUpdate({
      target: [name, startsAt],
      set: { endsAt: occurrence.endsAt, endedAt: null, definition },
      setWhere: sql`${endedAt} is not null and ${endsAt} < excluded.ends_at`,
    })
    .returning({ name });
  return rows.length > 0;
}

const sameOccurrence = ({ name, startsAt }: Pick<OccurrenceRow, 'name' | 'startsAt'>) =>
  and(
    eq(maintenanceOccurrences.name, name),
    eq(maintenanceOccurrences.startsAt, startsAt),
    isNull(maintenanceOccurrences.endedAt),
  );

/** Notes another end, or other matchers, of one that goes on. */
export async function updateOccurrence(q: Queryable, occurrence: OccurrenceRow): Promise<void> {
  await q
    .update(maintenanceOccurrences)
    .set({ endsAt: occurrence.endsAt, definition: storedDefinition(occurrence.definition) })
    .where(sameOccurrence(occurrence));
}

/** Those that began and were not noted as ended. */
export async function listOpenOccurrences(q: Queryable): Promise<OccurrenceRow[]> {
  const rows = await q
    .select()
    .from(maintenanceOccurrences)
    .where(isNull(maintenanceOccurrences.endedAt))
    .orderBy(asc(maintenanceOccurrences.name), asc(maintenanceOccurrences.startsAt));
  return rows.map(toOccurrence);
}

/** Of these windows, what is noted as ended already although it would go on by its schedule. */
export async function listEndedOccurrences(
  q: Queryable,
  names: readonly string[],
  now: Date,
): Promise<OccurrenceRow[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select()
    .from(maintenanceOccurrences)
    .where(
      and(
        inArray(maintenanceOccurrences.name, [...names]),
        isNotNull(maintenanceOccurrences.endedAt),
        sql`${maintenanceOccurrences.endsAt} > ${now.toISOString()}::timestamptz`,
      ),
    );
  return rows.map(toOccurrence);
}

/** Notes that the time of one is over. */
export async function endOccurrence(
  q: Queryable,
  occurrence: OccurrenceRow,
  now: Date,
): Promise<void> {
  await q.update(maintenanceOccurrences).set({ endedAt: now }).where(sameOccurrence(occurrence));
}

/** Forgets one that goes on: its window is not declared so any more, and may be again. */
export async function deleteOccurrence(q: Queryable, occurrence: OccurrenceRow): Promise<void> {
  await q.delete(maintenanceOccurrences).where(sameOccurrence(occurrence));
}

export async function deleteOldOccurrences(q: Queryable, before: Date): Promise<void> {
  await q
    .delete(maintenanceOccurrences)
    .where(
      and(isNotNull(maintenanceOccurrences.endedAt), lt(maintenanceOccurrences.endsAt, before)),
    );
}
