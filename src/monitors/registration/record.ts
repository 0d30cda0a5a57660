// What is stored of a registration: made of a request, changed by one, and recognised when the same
// request comes again. The URL is sealed here.
import type { Actor } from '../../core/actor.ts';
import type { RegisteredRecord } from '../../store/registered-databases.ts';
import type { Sealer } from '../../store/sealing.ts';
import { engineOf, type DatabaseDescription, type Label, type NamedDescription } from './parse.ts';
import { openUrl, sealUrl } from './sealed-url.ts';

export type NewRecord = Omit<RegisteredRecord, 'databaseId'>;

/** A new registration of checked input. */
export function recordOf(
  sealer: Sealer,
  actor: Actor,
  input: NamedDescription,
  now: Date,
): NewRecord {
  const { name, url, clientMutationId: key } = input;
  return {
    name,
    ...sealUrl(sealer, name, url),
    engine: engineOf(url),
    environment: input.environment ?? null,
    labels: labelsOf(input.labels ?? []),
    settings: {
      intervalMs: input.intervalMs ?? null,
      beforeRun: input.beforeRun ?? null,
      request: key === undefined ? null : { actorId: actor.id, key },
    },
    registeredBy: actor.name,
    registeredAt: now,
  };
}

/**
 * True when the same actor with the same key asked for the same. That is compared with what is stored,
 * so that nothing made of the URL has to be kept beside it.
 */
export function isSameRequest(
  sealer: Sealer,
  actor: Actor,
  input: NamedDescription,
  known: RegisteredRecord,
): boolean {
  const { request } = known.settings;
  if (request === null || request.actorId !== actor.id) return false;
  if (request.key !== input.clientMutationId) return false;
  if (openUrl(sealer, known).url !== input.url) return false;
  const asked = recordOf(sealer, actor, input, known.registeredAt);
  return changesBetween(known, asked).length === 0;
}

/** The registration after a checked change, and what became different. */
export function applyChange(
  sealer: Sealer,
  before: RegisteredRecord,
  change: DatabaseDescription,
): { readonly record: RegisteredRecord; readonly changed: readonly string[] } {
  const { url, environment, labels, intervalMs, beforeRun } = change;
  const { settings } = before;
  const isNewUrl = url !== undefined && openUrl(sealer, before).url !== url;
  const record: RegisteredRecord = {
    ...before,
    ...(isNewUrl ? { ...sealUrl(sealer, before.name, url), engine: engineOf(url) } : {}),
    environment: environment === undefined ? before.environment : environment,
    labels: labels === undefined ? before.labels : labelsOf(labels),
    settings: {
      ...settings,
      intervalMs: intervalMs === undefined ? settings.intervalMs : intervalMs,
      beforeRun: beforeRun === undefined ? settings.beforeRun : beforeRun,
    },
  };
  return { record, changed: [...(isNewUrl ? ['url'] : []), ...changesBetween(before, record)] };
}

function changesBetween(one: NewRecord, two: NewRecord): readonly string[] {
  const parts = {
    environment: [one.environment, two.environment],
    labels: [sorted(one.labels), sorted(two.labels)],
    intervalMs: [one.settings.intervalMs, two.settings.intervalMs],
    beforeRun: [one.settings.beforeRun, two.settings.beforeRun],
  };
  return Object.entries(parts)
    .filter(([, [left, right]]) => left !== right)
    .map(([part]) => part);
}

function sorted(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function labelsOf(labels: readonly Label[]): Readonly<Record<string, string>> {
  return Object.fromEntries(labels.map(({ name, value }) => [name, value]));
}
