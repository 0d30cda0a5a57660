// What measurements mean to a rule: for each series, whether it is beyond the threshold. Pure. A series
// whose alert is open already is compared with `clear`, which is what hysteresis is.
import type { Aggregate, AlertRule, MetricCondition } from '../../core/alert-rules.ts';
import { ruleSource, type Labels } from '../../core/alerts.ts';
import { matchesAll } from '../../core/matchers.ts';
import type { EndedObservation, Observation } from '../observation.ts';
import { settingsFor, type PreparedRule, type RuleSettings } from './prepare-rule.ts';

/** One series over the rule's window. */
export interface SeriesWindow {
  readonly metric: string;
  readonly subject: string;
  readonly labels: Labels;
  readonly unit: string;
  /** Null when there is no sample in the window. */
  readonly values: Readonly<Record<Aggregate, number>> | null;
  /** Of the newest sample, as far back as `noDataAfterMs` or the window; null when it is older. */
  readonly lastAt: Date | null;
}

/** An alert of the rule that is open. */
export interface OpenAlert {
  readonly labels: Labels;
  /** What was observed last, of one that was told: it ends at `clear` only. */
  readonly holds: boolean;
}

/** How far apart rules are evaluated. */
export const roundMs = 15_000;
/** Without so many looks, or a little less, what is pending is forgotten. */
const pendingLooks = 4;

const noData = ' (no data)';
/** Label `evaluation` of the alert that a rule cannot be evaluated. */
const failed = 'failed';

/** Identity of a label set. */
export function labelKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the windows mean; series that are well and have no open alert are not told of. */
export function observeSeries(
  prepared: PreparedRule,
  windows: readonly SeriesWindow[],
  open: readonly OpenAlert[],
  now: Date,
  /** How far apart it is looked. */
  everyMs: number = roundMs,
): readonly Observation[] {
  const { rule } = prepared;
  if (rule.condition.kind !== 'metric') return [];
  const { condition } = rule;
  const opened = new Map(open.map((alert) => [labelKey(alert.labels), alert]));
  const seen = new Set<string>();
  const left = new Set<string>();
  const observations = windows.flatMap((window): readonly Observation[] => {
    const labels = labelsOf(rule, condition, window);
    const key = labelKey(labels);
    if (!matchesAll(condition.match, { ...window.labels, subject: window.subject })) {
      left.add(key);
      return [];
    }
    // Several series that only a shadowed label tells apart are one alert, of the first of them.
    if (seen.has(key)) return [];
    seen.add(key);
    const found = observeWindow(prepared, condition, window, {
      labels,
      now,
      open: opened.get(key),
      everyMs,
    });
    return found === undefined ? [] : [found];
  });
  // Series that are not there any more say nothing, and are not well for that.
  const gone = open.flatMap(({ labels }): readonly Observation[] => {
    const key = labelKey(labels);
    if (seen.has(key)) return [];
    if (left.has(key) || labels['evaluation'] === failed) return [ended(rule, labels, now)];
    return condition.onNoData === 'OK' ? [{ ...ended(rule, labels, now), expired: true }] : [];
  });
  return [...observations, ...gone];
}

/** What follows when the measurements could not be read. */
export function observeFailure(
  { rule }: PreparedRule,
  reason: string,
  open: readonly OpenAlert[],
  now: Date,
): readonly Observation[] {
  if (rule.condition.kind !== 'metric') return [];
  switch (rule.condition.onError) {
    case 'KEEP':
      return [];
    case 'OK':
      return open.map(({ labels }) => ended(rule, labels, now));
    case 'ALERT':
      return [
        {
          ...holding(rule, { ...rule.labels, evaluation: failed }, now),
          title: `The rule ${rule.name} cannot be evaluated`,
          message: reason,
          severity: rule.severity,
          forMs: rule.forMs,
          metadata: { metric: rule.condition.metric },
          databaseName: null,
          subject: `alert-rule:${rule.name}`,
          value: null,
        },
      ];
  }
}

interface Look {
  readonly labels: Labels;
  readonly now: Date;
  readonly open: OpenAlert | undefined;
  readonly everyMs: number;
}

function observeWindow(
  prepared: PreparedRule,
  condition: MetricCondition,
  window: SeriesWindow,
  { labels, now, open, everyMs }: Look,
): Observation | undefined {
  const { rule } = prepared;
  const databaseName = /^database:(.+)$/s.exec(window.subject)?.[1] ?? null;
  const settings = settingsFor(rule, (name) =>
    name === 'database'
      ? (labels[name] ?? databaseName ?? undefined)
      : knownOf(window, labels, name),
  );
  const well = open === undefined ? undefined : ended(rule, labels, now);
  if (!settings.enabled) return well;
  const { lastAt, values } = window;
  const isMissing = lastAt === null || now.getTime() - lastAt.getTime() > condition.noDataAfterMs;
  const value = values?.[condition.aggregate] ?? null;
  if (isMissing && condition.onNoData === 'OK') return well;
  if (isMissing ? condition.onNoData === 'KEEP' : value === null) return undefined;
  if (!isMissing && !isBeyond(settings, value ?? 0, open?.holds === true)) return well;
  const { metric, subject, unit } = window;
  const shown = isMissing ? null : value;
  const limits = { above: settings.above, below: settings.below, clear: settings.clear };
  const said = prepared.say({
    event: null,
    labels,
    metric,
    subject,
    unit,
    severity: settings.severity,
    value: shown === null ? null : Number(shown.toPrecision(6)),
    threshold: settings.above ?? settings.below,
  });
  const missing = `Nothing was measured of ${metric} of ${subject} lately.`;
  return {
    ...holding(rule, labels, now, everyMs),
    title: isMissing ? `${said.title.replace(noData, '')}${noData}`.slice(0, 300) : said.title,
    message: isMissing ? missing : said.message,
    severity: settings.severity,
    forMs: settings.forMs,
    metadata: { metric, unit, aggregate: condition.aggregate, ...limits },
    databaseName,
    subject,
    value: shown,
  };
}

function isBeyond({ above, below, clear }: RuleSettings, value: number, holds: boolean): boolean {
  if (above !== null) return value > (holds && clear !== null ? Math.min(clear, above) : above);
  if (below !== null) return value < (holds && clear !== null ? Math.max(clear, below) : below);
  return false;
}

function knownOf(window: SeriesWindow, labels: Labels, name: string): string | undefined {
  if (name === 'metric') return window.metric;
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

function labelsOf(rule: AlertRule, { metric }: MetricCondition, window: SeriesWindow): Labels {
  const which = /[*?|]/.test(metric) ? { metric: window.metric } : {};
  return { ...window.labels, ...rule.labels, ...which, subject: window.subject };
}

const identity = (rule: AlertRule, labels: Labels, at: Date) => ({
  source: ruleSource,
  rule: rule.name,
  labels,
  at,
});

function holding(rule: AlertRule, labels: Labels, at: Date, everyMs: number = roundMs) {
  return {
    ...identity(rule, labels, at),
    holds: true,
    type: rule.type,
    url: rule.runbook,
    eventId: null,
    keepFiringForMs: rule.keepFiringForMs,
    // It is looked at again and again: what is never looked at any more is found by its rule.
    lastsMs: null,
    pendingLastsMs: pendingLooks * everyMs,
  } as const;
}

function ended(rule: AlertRule, labels: Labels, at: Date): EndedObservation {
  return { ...identity(rule, labels, at), holds: false };
}
