// Reads what the world of Prometheus sends: Alertmanager's webhook (version 4), Grafana's variant of it, and
// the list that Prometheus posts to an Alertmanager's API (v1 and v2). Pure.
// Source: Alertmanager's documentation of its webhook and its OpenAPI description.
import { z } from 'zod';

import { ruleLabel, type Labels } from '../../core/alerts.ts';
import type { IntakeSettings } from '../../core/intakes.ts';
import { withReportedStart } from '../late-reports.ts';
import type { Observation } from '../observation.ts';
import {
  cutName,
  cutText,
  entryFault,
  labelsFault,
  linkOf,
  mostEntries,
  severityOf,
  timeWithin,
  typeOf,
  type ReadReport,
} from './reading.ts';

const texts = z.record(z.string(), z.string());

const entryForm = z.object({
  status: z.enum(['firing', 'resolved']).optional(),
  labels: texts.refine((labels) => Object.keys(labels).length > 0, 'has no labels'),
  annotations: texts.nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  generatorURL: z.string().nullish(),
});

const webhookForm = z.object({ alerts: z.array(z.unknown()) });

/** Alertmanager's `resolve_timeout`: for entries that say no end. */
const defaultLastsMs = 300_000;

/**
 * The observations of a report. `form` is `list` for what is posted to an Alertmanager's API: there an end
 * in the future says how long the entry holds, and one in the past that it is over.
 */
export function readAlertmanager(
  body: unknown,
  form: 'webhook' | 'list',
  settings: IntakeSettings,
  now: Date,
): ReadReport {
  const entries = form === 'list' ? body : webhookForm.safeParse(body).data?.alerts;
  if (!Array.isArray(entries)) {
    const wanted = form === 'list' ? 'a list of alerts' : 'an object with a list `alerts`';
    return { observations: [], faults: [`the body must be ${wanted}`] };
  }
  if (entries.length > mostEntries) {
    return {
      observations: [],
      faults: [`has ${entries.length} alerts: send ${mostEntries} at most at a time`],
    };
  }
  const observations: Observation[] = [];
  const faults: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const read = entryForm.safeParse(entry);
    const fault = read.success
      ? (entryFault(entry) ?? labelsFault(read.data.labels))
      : (read.error.issues[0]?.path.join('.') ?? '') + ' is not as it should be';
    if (read.success && fault === undefined) {
      observations.push(toObservation(read.data, form, settings, now));
    } else {
      faults.push(`alert ${index + 1} ${fault ?? 'is not as it should be'}`);
    }
  }
  return { observations, faults };
}

function toObservation(
  entry: z.infer<typeof entryForm>,
  form: 'webhook' | 'list',
  settings: IntakeSettings,
  now: Date,
): Observation {
  const { [ruleLabel]: name = 'unnamed', ...labels } = entry.labels;
  const annotations: Labels = entry.annotations ?? {};
  const startsAt = timeOf(entry.startsAt);
  const endsAt = timeOf(entry.endsAt);
  // A list says itself until when its entries hold; sent again later, they are over.
  const isSigned = settings.hmac !== undefined && form === 'webhook';
  const reportedStart = isSigned ? (startsAt ?? undefined) : undefined;
  const identity = { source: settings.name, rule: cutName(name), labels, reportedStart };
  const isOver = entry.status === undefined ? endsAt !== null && endsAt <= now : undefined;
  if (entry.status === 'resolved' || isOver === true) {
    return { ...identity, holds: false, at: now };
  }
  const summary = annotations['summary'] ?? annotations['title'] ?? name;
  const message = annotations['description'] ?? annotations['message'] ?? '';
  const subject = labels['instance'] ?? labels['job'] ?? settings.name;
  const startedAt = startsAt !== null && startsAt <= now ? startsAt : now;
  return {
    ...identity,
    holds: true,
    at: now,
    type: typeOf(name),
    severity: severityOf(labels['severity']),
    title: cutText(summary).slice(0, 500),
    message: cutText(message),
    metadata: withReportedStart(
      { intake: settings.name, annotations: cutAll(annotations) },
      reportedStart,
    ),
    databaseName: labels['database'] ?? labels['datname'] ?? null,
    subject: `${settings.name}:${subject}`.slice(0, 500),
    value: null,
    url: linkOf(annotations['runbook_url'] ?? entry.generatorURL ?? undefined),
    eventId: null,
    since: startedAt,
    forMs: 0,
    keepFiringForMs: 0,
    lastsMs: settings.expiresMs ?? (form === 'list' ? lastsOf(endsAt, now) : null),
  };
}

function lastsOf(endsAt: Date | null, now: Date): number {
  if (endsAt === null) return defaultLastsMs;
  return Math.max(1_000, endsAt.getTime() - now.getTime());
}

/** Go's zero time stands for "not said"; times that cannot be meant count as not said. */
function timeOf(text: string | null | undefined): Date | null {
  if (text === undefined || text === null || text.startsWith('0001-01-01T')) return null;
  return timeWithin(Date.parse(text));
}

function cutAll(annotations: Labels): Labels {
  return Object.fromEntries(
    Object.entries(annotations)
      .slice(0, 64)
      .map(([name, value]) => [name.slice(0, 128), cutText(value)]),
  );
}
