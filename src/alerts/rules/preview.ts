// Tries a rule on the past: what was told and measured then goes through the same decisions as now, in
// memory, and nothing is written. Bounded in events, series, steps and time; what did not fit is said. One
// rule is tried at a time, and whatever else the replica has to do comes in between. Nobody sees anything of
// events that are not for his role.
import { ruleSource } from '../../core/alerts.ts';
import { setImmediate as afterOthers } from 'node:timers/promises';

import type { AlertRule, MetricCondition } from '../../core/alert-rules.ts';
import type { Clock } from '../../core/clock.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { audiencesOf, roles, type Role } from '../../core/role.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { readEvents, type EventSelection } from '../../store/event-log.ts';
import { listPoints, type PointSource, type SeriesPoints } from '../../store/metric-points.ts';
import type { SeriesRecord } from '../../store/metric-series.ts';
import { listMatchingSeries } from '../../store/metric-windows.ts';
import type { Store } from '../../store/store.ts';
import { decide, decideOne, type Decision } from '../decide.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Observation } from '../observation.ts';
import { createEventRules } from './event-rules.ts';
import { observeSeries, type OpenAlert, type SeriesWindow } from './metric-rules.ts';
import { prepareRule, type PreparedRule } from './prepare-rule.ts';
import { createTextBudget, withTexts } from './texts.ts';

export interface RulePreview {
  readonly rule: AlertRule;
  readonly from: Date;
  readonly until: Date;
  /** Events or series that were looked at. */
  readonly examined: number;
  /** How many of them fitted the rule: events, or steps of series. */
  readonly matched: number;
  /** Why not all of the past was looked at; null when it was. */
  readonly cutShort: string | null;
  /** How far apart measurements were looked at; null for events. */
  readonly stepMs: number | null;
  /** The alerts there would have been, oldest first, `mostAlerts` at most. */
  readonly alerts: readonly AlertRow[];
  readonly alertCount: number;
}

export interface RulePreviewer {
  /** @throws InvalidInputError when the time is none that can be tried. */
  preview(rule: AlertRule, from: Date, until: Date, role: Role): Promise<RulePreview>;
}

export interface RulePreviewerOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** What one rule may take. */
  readonly budgetMs?: number;
}

const mostWaiting = 10;
/** Others wait so long at most, but for a single text. */
const turnMs = 5;
const mostEvents = 20_000;
const pageSize = 1000;
const mostSeries = 500;
const mostAlerts = 200;
const mostSteps = 1500;
/** Of one alert, between two observations. */
const mostWakes = 100;
const longestMs = 31 * 86_400_000;
/** From fine to coarse: how far apart is looked, and what is read for it. */
const resolutions: readonly { readonly stepMs: number; readonly source: PointSource }[] = [
  { stepMs: 15_000, source: 'RAW' },
  { stepMs: 60_000, source: 'MINUTES' },
  { stepMs: 300_000, source: 'MINUTES' },
  { stepMs: 900_000, source: 'MINUTES' },
  { stepMs: 3_600_000, source: 'HOURS' },
];

export function createRulePreviewer(options: RulePreviewerOptions): RulePreviewer {
  const { store, clock, budgetMs = 5000 } = options;
  let waiting = 0;
  let before: Promise<unknown> = Promise.resolve();

  const run = async (given: AlertRule, span: Span, role: Role): Promise<RulePreview> => {
    const rule = { ...given, enabled: true };
    const simulated = createSimulation();
    const texts = createTextBudget(clock);
    const prepared = sayingOnce(withTexts(prepareRule(rule), texts), simulated);
    const pace = createPace(clock, budgetMs);
    const seen =
      rule.condition.kind === 'event'
        ? await replayEvents(store, prepared, { ...span, role }, simulated, pace)
        : await replaySeries(store, prepared, rule.condition, span, simulated, pace);
    const alerts = simulated.end(span.until);
    return {
      rule,
      ...span,
      ...seen,
      cutShort: seen.cutShort ?? texts.faultOf(rule.name),
      alerts: alerts.slice(0, mostAlerts),
      alertCount: alerts.length,
    };
  };

  return {
    preview: async (given, from, until, role) => {
      checkTime(from, until);
      if (waiting >= mostWaiting) {
        const message = 'has to wait: others are being tried; try it again in a minute';
        throw new InvalidInputError('The rule cannot be tried now.', [{ path: 'input', message }]);
      }
      waiting += 1;
      const running = before.then(() => run(given, { from, until }, role));
      before = running
        .catch(() => undefined)
        .then(() => {
          waiting -= 1;
        });
      return running;
    },
  };
}

/** Texts are rendered when an alert opens only; an open one keeps what is said of it. */
function sayingOnce(prepared: PreparedRule, { saidOf }: Simulation): PreparedRule {
  const { rule, say } = prepared;
  return {
    rule,
    say: (data) =>
      saidOf(fingerprintOf({ source: ruleSource, rule: rule.name, labels: data.labels })) ??
      say(data),
  };
}

interface Pace {
  /** Lets others work when it is time to; false when no time is left. */
  goOn(): Promise<boolean>;
}

function createPace(clock: Pick<Clock, 'monotonicMs'>, budgetMs: number): Pace {
  const endMs = clock.monotonicMs() + budgetMs;
  let sinceMs = clock.monotonicMs();
  return {
    goOn: async () => {
      if (clock.monotonicMs() - sinceMs >= turnMs) {
        await afterOthers();
        sinceMs = clock.monotonicMs();
      }
      return sinceMs < endMs;
    },
  };
}

const tookTooLong = 'it took too long: choose a shorter time, or a simpler rule';

function checkTime(from: Date, until: Date): void {
  const ms = until.getTime() - from.getTime();
  if (ms > 0 && ms <= longestMs) return;
  const message = ms <= 0 ? 'must be after `from`' : 'must be 31 days after `from` at most';
  throw new InvalidInputError('The rule cannot be tried on that time.', [
    { path: 'until', message },
  ]);
}

type Span = { readonly from: Date; readonly until: Date };
type Seen = Pick<RulePreview, 'examined' | 'matched' | 'cutShort' | 'stepMs'>;

async function replayEvents(
  store: Store,
  prepared: PreparedRule,
  { from, until, role }: Span & { readonly role: Role },
  simulation: Simulation,
  pace: Pace,
): Promise<Seen> {
  const { types, observe } = createEventRules([prepared]);
  const audiences = audiencesOf(role);
  await refuseHidden(store, { types, since: from, audiences });
  let after = 0;
  let examined = 0;
  let matched = 0;
  while (examined < mostEvents) {
    const page = await readEvents(
      store.raw,
      { after, limit: pageSize },
      { types, since: from, audiences },
    );
    for (const event of page) {
      if (!(await pace.goOn())) return { examined, matched, cutShort: tookTooLong, stepMs: null };
      examined += 1;
      if (event.occurredAt > until) continue;
      const observations = observe(event);
      matched += observations.filter((one) => one.holds).length;
      simulation.take(observations, event.occurredAt);
    }
    if (page.length < pageSize) return { examined, matched, cutShort: null, stepMs: null };
    after = page.at(-1)?.id ?? after;
  }
  const cutShort = `only the first ${mostEvents} events were looked at: choose a shorter time`;
  return { examined, matched, cutShort, stepMs: null };
}

/** @throws InvalidInputError when there are such events that are not for the caller. */
async function refuseHidden(
  store: Store,
  { audiences, ...wanted }: Required<Pick<EventSelection, 'types' | 'since' | 'audiences'>>,
): Promise<void> {
  const hidden = roles.filter((role) => audiences?.includes(role) !== true);
  if (hidden.length === 0) return;
  const [event] = await readEvents(
    store.raw,
    { after: 0, limit: 1 },
    { ...wanted, audiences: hidden },
  );
  if (event === undefined) return;
  const message = `waits for ${event.type}, which only ${event.audience}s see: let one of them try it`;
  throw new InvalidInputError('The rule cannot be tried.', [{ path: 'input', message }]);
}

async function replaySeries(
  store: Store,
  prepared: PreparedRule,
  condition: MetricCondition,
  { from, until }: Span,
  simulation: Simulation,
  pace: Pace,
): Promise<Seen> {
  const found = await listMatchingSeries(store.q, condition.metric, {
    seenSince: from,
    limit: mostSeries + 1,
  });
  const series = found.slice(0, mostSeries);
  const lookBackMs = Math.max(condition.windowMs, condition.noDataAfterMs);
  const spanMs = until.getTime() - from.getTime();
  const { stepMs, source } =
    resolutions.find((one) => spanMs / one.stepMs <= mostSteps) ?? resolutions[4] ?? fail();
  const floor = (ms: number): number => Math.floor(ms / stepMs) * stepMs;
  const points = await listPoints(store, {
    seriesIds: series.map(({ id }) => id),
    fromMs: floor(from.getTime() - lookBackMs),
    toMs: floor(until.getTime()) + stepMs,
    stepMs,
    source,
    last: true,
  });
  const bySeries = new Map(points.map((one) => [one.seriesId, one]));
  const readers = series.map((one) => createWindowReader(one, bySeries.get(one.id), stepMs));
  let matched = 0;
  let isWhole = true;
  for (let at = floor(from.getTime()) + stepMs; at <= until.getTime(); at += stepMs) {
    isWhole = await pace.goOn();
    if (!isWhole) break;
    const now = new Date(at);
    const windows = readers.map((read) => read(at, condition));
    const observations = observeSeries(prepared, windows, simulation.open(now), now, stepMs);
    matched += observations.filter((one) => one.holds).length;
    simulation.take(observations, now);
  }
  const tooMany =
    found.length > mostSeries
      ? `only the first ${mostSeries} series were looked at: say more of them with \`match\``
      : null;
  const cutShort = isWhole ? tooMany : tookTooLong;
  return { examined: series.length, matched, cutShort, stepMs };
}

function fail(): never {
  throw new Error('there is no resolution');
}

/** Windows of one series at growing times. */
function createWindowReader(
  { metric, subject, labels, unit }: SeriesRecord,
  points: SeriesPoints | undefined,
  stepMs: number,
): (atMs: number, condition: MetricCondition) => SeriesWindow {
  const about = { metric, subject, labels, unit };
  let next = 0;
  return (atMs, { windowMs }) => {
    if (points === undefined) return { ...about, values: null, lastAt: null };
    // A bucket counts once it is over.
    while (next < points.at.length && (points.at[next] ?? 0) + stepMs <= atMs) next += 1;
    const newest = next - 1;
    if (newest < 0) return { ...about, values: null, lastAt: null };
    let count = 0;
    let sum = 0;
    let max = -Infinity;
    let min = Infinity;
    for (let place = newest; place >= 0; place -= 1) {
      const isOld = (points.at[place] ?? 0) < atMs - Math.max(windowMs, stepMs);
      if (isOld) break;
      count += points.count[place] ?? 0;
      sum += points.sum[place] ?? 0;
      max = Math.max(max, points.max[place] ?? max);
      min = Math.min(min, points.min[place] ?? min);
    }
    const last = points.last[newest] ?? 0;
    const values = count === 0 ? null : { LAST: last, AVERAGE: sum / count, MAX: max, MIN: min };
    return { ...about, values, lastAt: new Date((points.at[newest] ?? 0) + stepMs) };
  };
}

interface Simulation {
  take(observations: readonly Observation[], now: Date): void;
  /** Those that are open at that time. */
  open(now: Date): readonly OpenAlert[];
  /** What is said of an open alert. */
  saidOf(fingerprint: string): { readonly title: string; readonly message: string } | undefined;
  /** All alerts there were, oldest first. */
  end(until: Date): readonly AlertRow[];
}

/** Alerts in memory, decided as the engine decides. */
function createSimulation(): Simulation {
  const rows = new Map<string, AlertRow>();
  const current = new Map<string, AlertRow>();
  let ids = 0;

  const apply = (fingerprint: string, decision: Decision): void => {
    for (const id of decision.deletes) {
      rows.delete(id);
      if (current.get(fingerprint)?.id === id) current.delete(fingerprint);
    }
    for (const row of [...decision.updates, ...decision.touches, ...decision.inserts]) {
      rows.set(row.id, row);
      current.set(fingerprint, row);
    }
  };

  /** What time alone did to an alert until now, at its times. */
  const pass = (fingerprint: string, now: Date): void => {
    for (let round = 0; round < mostWakes; round += 1) {
      const row = current.get(fingerprint);
      if (row === undefined || row.wakeAt === null || row.wakeAt > now) return;
      apply(fingerprint, decideOne(row, { kind: 'TIME' }, row.wakeAt));
      if (current.get(fingerprint)?.wakeAt?.getTime() === row.wakeAt.getTime()) return;
    }
  };

  return {
    take: (observations, now) => {
      const groups = Map.groupBy(observations, fingerprintOf);
      for (const [fingerprint, seen] of groups) {
        pass(fingerprint, now);
        const known = current.get(fingerprint);
        apply(
          fingerprint,
          decide(known, fingerprint, seen, now, () => `preview-${(ids += 1)}`),
        );
      }
    },
    open: (now) => {
      for (const fingerprint of current.keys()) pass(fingerprint, now);
      return [...current.values()]
        .filter(({ resolvedAt }) => resolvedAt === null)
        .map(({ labels, condition, state }) => ({
          labels,
          holds: condition && state !== 'PENDING',
        }));
    },
    saidOf: (fingerprint) => {
      const row = current.get(fingerprint);
      return row?.resolvedAt === null ? { title: row.title, message: row.message } : undefined;
    },
    end: (until) => {
      for (const fingerprint of current.keys()) pass(fingerprint, until);
      return [...rows.values()]
        .filter(({ firedAt }) => firedAt !== null)
        .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
    },
  };
}
