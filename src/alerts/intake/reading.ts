// What the readers of reports share: bounds, severities, and what becomes of an entry that is wrong.
import type { Labels, Severity } from '../../core/alerts.ts';
import type { Observation } from '../observation.ts';

/** What a report came to. Entries that are wrong never keep the others out. */
export interface ReadReport {
  readonly observations: readonly Observation[];
  /** What is wrong, entry by entry, and what to do about it. */
  readonly faults: readonly string[];
}

export const mostEntries = 5_000;
const mostLabels = 64;
const longestLabelName = 128;
const longestLabelValue = 1_024;
const longestName = 200;
const longestText = 8_192;
const deepest = 32;
const firstTime = Date.UTC(1970, 0, 1);
const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Words for severities that are in use elsewhere (Prometheus, Grafana, PagerDuty, syslog). */
const severityWords: Readonly<Record<string, Severity>> = {
  critical: 'CRITICAL',
  crit: 'CRITICAL',
  emergency: 'CRITICAL',
  page: 'CRITICAL',
  p1: 'CRITICAL',
  error: 'ERROR',
  err: 'ERROR',
  high: 'ERROR',
  major: 'ERROR',
  p2: 'ERROR',
  warning: 'WARNING',
  warn: 'WARNING',
  medium: 'WARNING',
  minor: 'WARNING',
  p3: 'WARNING',
  info: 'INFO',
  information: 'INFO',
  notice: 'INFO',
  low: 'INFO',
  none: 'INFO',
  p4: 'INFO',
};

/** The severity that a word means; WARNING for a word that is not known. */
export function severityOf(word: string | undefined): Severity {
  const known = (word ?? '').toLowerCase();
  return (Object.hasOwn(severityWords, known) ? severityWords[known] : undefined) ?? 'WARNING';
}

/** What is wrong with labels; undefined when nothing is. */
export function labelsFault(labels: Labels): string | undefined {
  const entries = Object.entries(labels);
  if (entries.length > mostLabels) return `has more than ${mostLabels} labels`;
  for (const [name, value] of entries) {
    if (name === '') return 'has a label without a name';
    if (name.length > longestLabelName) {
      return `has a label whose name is longer than ${longestLabelName} characters`;
    }
    if (value.length > longestLabelValue) {
      return `has the label ${name} with more than ${longestLabelValue} characters`;
    }
  }
  return undefined;
}

/** Times that PostgreSQL, JavaScript and people write the same way; null for all others. */
export function timeWithin(ms: number): Date | null {
  return ms >= firstTime && ms <= lastTime ? new Date(ms) : null;
}

/** What is wrong with an entry whatever its form; asked before anything that calls itself reads it. */
export function entryFault(entry: unknown): string | undefined {
  if (isTooDeep(entry)) return `has more than ${deepest} levels of objects and lists`;
  const labels = typeof entry === 'object' && entry !== null && 'labels' in entry && entry.labels;
  if (typeof labels !== 'object' || labels === null) return undefined;
  // It would be lost: the reader of forms leaves it out.
  return Object.hasOwn(labels, '__proto__') ? 'has a label with the name __proto__' : undefined;
}

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one).filter(isObject) : [],
    );
  }
  return false;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

export function cutName(name: string): string {
  return name.length > longestName ? name.slice(0, longestName) : name;
}

export function cutText(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** An address that may be shown as a link; null for all others. */
export function linkOf(text: string | undefined): string | null {
  if (text === undefined || text.length > 2_048 || !URL.canParse(text)) return null;
  const { protocol } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? text : null;
}

/** `ConnectionsHigh` → `CONNECTIONS_HIGH`: the type of an alert that has only a name. */
export function typeOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return words === '' ? 'EXTERNAL' : words.toUpperCase().slice(0, 100);
}
