// Reads reports of programs that speak to hawkwatch itself: one alert, or a list of them. Pure.
import { z } from 'zod';

import { severities } from '../../core/alerts.ts';
import type { IntakeSettings } from '../../core/intakes.ts';
import { withReportedStart } from '../late-reports.ts';
import type { Observation } from '../observation.ts';
import {
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

const longestExpiryMs = 400 * 86_400_000;

const entryForm = z.strictObject({
  /** Name of what is wrong; with the labels, its identity. */
  name: z.string().min(1).max(200),
  status: z.enum(['firing', 'resolved']).default('firing'),
  severity: z.string().max(50).optional(),
  type: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be of the form DISK_FULL')
    .optional(),
  title: z.string().max(500).optional(),
  message: z.string().default(''),
  labels: z.record(z.string(), z.string()).default({}),
  database: z.string().max(63).optional(),
  subject: z.string().min(1).max(500).optional(),
  value: z.number().optional(),
  url: z.string().optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  /** It is over when it is not reported again for so many seconds. */
  expiresSeconds: z.number().positive().optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
});

const listForm = z.strictObject({ alerts: z.array(z.unknown()) });
const mostMetadata = 16_384;

/** The observations of a report, and what is wrong with the entries that gave none. */
export function readGeneric(body: unknown, settings: IntakeSettings, now: Date): ReadReport {
  const listed = Array.isArray(body) ? body : (listForm.safeParse(body).data?.alerts ?? [body]);
  if (listed.length > mostEntries) {
    return {
      observations: [],
      faults: [`has ${listed.length} alerts: send ${mostEntries} at most at a time`],
    };
  }
  const observations: Observation[] = [];
  const faults: string[] = [];
  for (const [index, entry] of listed.entries()) {
    const odd = entryFault(entry);
    const { data, error } = entryForm.safeParse(odd === undefined ? entry : undefined);
    const fault = odd ?? (data === undefined ? faultOf(error) : contentFault(data));
    if (data === undefined || fault !== undefined) faults.push(`alert ${index + 1} ${fault}`);
    else observations.push(toObservation(data, settings, now));
  }
  return { observations, faults };
}

type Entry = z.infer<typeof entryForm>;

function faultOf(error: z.ZodError | undefined): string {
  const issue = error?.issues[0];
  if (issue === undefined) return 'is not as it should be';
  if (issue.code === 'unrecognized_keys') return `has the unknown key ${issue.keys[0]}`;
  const where = issue.path.join('.');
  return where === ''
    ? 'must be an object with a `name`'
    : `has a wrong ${where}: ${issue.message}`;
}

function contentFault({ labels, metadata, severity, startedAt }: Entry): string | undefined {
  if (startedAt !== undefined && timeWithin(Date.parse(startedAt)) === null) {
    return 'has a startedAt that is not between the years 1970 and 9999';
  }
  if (JSON.stringify(metadata).length > mostMetadata) {
    return `has metadata of more than ${mostMetadata} characters`;
  }
  const known = severities.some((one) => one === severity?.toUpperCase());
  if (severity !== undefined && !known && severityOf(severity) === 'WARNING') {
    if (!/^(warn(ing)?|medium|minor|p3)$/i.test(severity)) {
      return `has an unknown severity; known are ${severities.join(', ')}`;
    }
  }
  return labelsFault(labels);
}

function toObservation(entry: Entry, settings: IntakeSettings, now: Date): Observation {
  const said = entry.startedAt === undefined ? undefined : new Date(entry.startedAt);
  const reportedStart = settings.hmac === undefined ? undefined : said;
  const about = { source: settings.name, rule: entry.name, labels: entry.labels };
  const identity = { ...about, reportedStart };
  if (entry.status === 'resolved') return { ...identity, holds: false, at: now };
  const startedAt = said ?? now;
  const metadata = { ...entry.metadata, intake: settings.name };
  const expiresMs =
    entry.expiresSeconds === undefined
      ? settings.expiresMs
      : Math.min(Math.round(entry.expiresSeconds * 1000), longestExpiryMs);
  return {
    ...identity,
    holds: true,
    at: now,
    type: entry.type ?? typeOf(entry.name),
    severity: severityOf(entry.severity),
    title: entry.title ?? entry.name,
    message: cutText(entry.message),
    metadata: settings.hmac === undefined ? metadata : withReportedStart(metadata, reportedStart),
    databaseName: entry.database ?? entry.labels['database'] ?? null,
    subject: entry.subject ?? `${settings.name}:${entry.name}`,
    value: entry.value ?? null,
    url: linkOf(entry.url),
    eventId: null,
    since: startedAt <= now ? startedAt : now,
    forMs: 0,
    keepFiringForMs: 0,
    lastsMs: expiresMs ?? null,
  };
}
