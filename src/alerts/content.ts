// What is said of an alert, apart from how it stands. An observation replaces it; whether that is told
// depends on what changed: measurements change each time, and must not fill the log and the timeline.
import { isDeepStrictEqual } from 'node:util';

import { strictestOf, type Audience } from '../core/role.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { HoldingObservation } from './observation.ts';

export type Content = Pick<
  AlertRow,
  | 'type'
  | 'severity'
  | 'title'
  | 'message'
  | 'metadata'
  | 'database'
  | 'subject'
  | 'value'
  | 'url'
  | 'audience'
>;

/** Longer texts are cut: whatever observes, an alert stays small. */
const longest = { title: 300, message: 8000, metadataBytes: 32_768 } as const;

/**
 * What is said from now on. `before`: who could see it until now; what has become of something that only
 * some may see stays theirs, because its timeline holds that, too.
 */
export function contentOf(observed: HoldingObservation, before: Audience = 'viewer'): Content {
  const { type, severity, subject, value, url, databaseName, metadata } = observed;
  return {
    type,
    severity,
    title: cut(observed.title, longest.title),
    message: cut(observed.message, longest.message),
    metadata: isSmall(metadata) ? metadata : { leftOut: 'too long' },
    database: databaseName,
    subject,
    value: value !== null && Number.isFinite(value) ? value : null,
    url,
    audience: strictestOf([before, observed.audience ?? 'viewer']),
  };
}

function isSmall(metadata: HoldingObservation['metadata']): boolean {
  return JSON.stringify(metadata).length <= longest.metadataBytes;
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** What is told at once, within a minute, within five. */
const urgency: readonly {
  readonly keys: readonly (keyof Content)[];
  readonly afterMs: number;
}[] = [
  { keys: ['severity', 'type', 'database', 'subject', 'audience'], afterMs: 0 },
  { keys: ['title'], afterMs: 60_000 },
  { keys: ['message', 'metadata', 'value', 'url'], afterMs: 300_000 },
];

/** How long after the last change a change of what is said is told; undefined when nothing changed. */
export function tellAfterMs(before: Content, after: Content): number | undefined {
  return urgency.find(({ keys }) => keys.some((key) => !isDeepStrictEqual(before[key], after[key])))
    ?.afterMs;
}
