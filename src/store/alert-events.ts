// What is told of alerts: one event for each change, with the whole alert as it was then, so that nobody
// who follows the log has to read it again. It is for those who may see the alert.
import { z } from 'zod';

import { alertStates, resolutions, severities } from '../core/alerts.ts';
import { defineEvent, type EventKind, type NewEvent, type StoredEvent } from '../core/events.ts';
import type { Audience } from '../core/role.ts';
import { alertChangeKinds, type AlertChange, type AlertChangeKind } from './alert-changes.ts';
import { labelsForm, suppressionForm, type AlertRow } from './alerts.ts';

const instant = z.iso.datetime();
const told = z.object({
  id: z.string(),
  fingerprint: z.string(),
  rule: z.string(),
  source: z.string(),
  type: z.string(),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  title: z.string(),
  message: z.string(),
  labels: labelsForm,
  metadata: z.record(z.string(), z.unknown()),
  database: z.string().nullable(),
  subject: z.string(),
  value: z.number().nullable(),
  url: z.string().nullable(),
  startedAt: instant,
  firedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  recoveringSince: instant.nullable(),
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(),
  resolution: z.enum(resolutions).nullable(),
  assignedTo: z.string().nullable(),
  observedAt: instant,
  condition: z.boolean(),
  forMs: z.number(),
  keepFiringForMs: z.number(),
  lastsMs: z.number().nullable(),
  wakeAt: instant.nullable(),
  timesFired: z.number(),
  flips: z.array(z.string()),
  flappingSince: instant.nullable(),
  suppressed: z.array(suppressionForm),
  incidentId: z.string().nullable(),
  eventId: z.number().nullable(),
  updatedAt: instant,
});

const changeFact = z.object({
  kind: z.enum(alertChangeKinds),
  alert: told,
  /** Who did it; null for hawkwatch itself. */
  by: z.string().nullable(),
  text: z.string().nullable(),
});
type ChangeFact = z.infer<typeof changeFact>;
type AlertEventType = `alert.${Lowercase<AlertChangeKind>}`;

const typeOf = (kind: AlertChangeKind): AlertEventType =>
  `alert.${kind.toLowerCase() as Lowercase<AlertChangeKind>}`;

const kinds = Object.fromEntries(
  alertChangeKinds.map((kind) => [
    kind,
    defineEvent({ type: typeOf(kind), version: 1, audience: 'viewer', schema: changeFact }),
  ]),
) as Record<AlertChangeKind, EventKind<AlertEventType, ChangeFact>>;

/** Types of all events of alerts. */
export const alertEventTypes: readonly AlertEventType[] = alertChangeKinds.map(typeOf);

export function alertSubject({ id }: Pick<AlertRow, 'id'>): string {
  return `alert:${id}`;
}

/** The event of a change. */
export function alertEventOf({ kind, alert, by, text }: AlertChange, now: Date): NewEvent {
  const plain: unknown = JSON.parse(JSON.stringify(alert));
  const event = kinds[kind].create({
    subject: alertSubject(alert),
    occurredAt: now,
    payload: { kind, alert: plain as ChangeFact['alert'], by: by ?? null, text: text ?? null },
  });
  return { ...event, audience: alert.audience };
}

/** The change that an event tells of; undefined when it is none of an alert. */
export function alertChangeIn(event: Omit<StoredEvent, 'id'>): AlertChange | undefined {
  if (!event.type.startsWith('alert.')) return undefined;
  const read = changeFact.safeParse(event.payload);
  if (!read.success) return undefined;
  const { kind, alert, by, text } = read.data;
  return {
    kind,
    alert: toRow(alert, event.audience),
    by: by ?? undefined,
    text: text ?? undefined,
  };
}

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

function toRow(alert: ChangeFact['alert'], audience: Audience): AlertRow {
  return {
    ...alert,
    audience,
    startedAt: new Date(alert.startedAt),
    firedAt: date(alert.firedAt),
    acknowledgedAt: date(alert.acknowledgedAt),
    recoveringSince: date(alert.recoveringSince),
    resolvedAt: date(alert.resolvedAt),
    observedAt: new Date(alert.observedAt),
    wakeAt: date(alert.wakeAt),
    flappingSince: date(alert.flappingSince),
    updatedAt: new Date(alert.updatedAt),
  };
}
