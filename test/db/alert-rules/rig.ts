// Rules on a store of their own: what one replica has of them, with a real hub, tail and engine.
import type { Agreement } from '../../../src/alerts/agreement.ts';
import { createAlertEngine, type RunningAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import type { AlertEngine } from '../../../src/alerts/observation.ts';
import { createAlertRuleCommands } from '../../../src/alerts/rules/commands.ts';
import { createEvaluator, type Evaluator } from '../../../src/alerts/rules/evaluator.ts';
import { startEventRules } from '../../../src/alerts/rules/event-consumer.ts';
import { createRemoveAlerts } from '../../../src/alerts/rules/remove-alerts.ts';
import { createRuleBook, type RuleBook } from '../../../src/alerts/rules/rule-book.ts';
import { createHub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { readAlertRule } from '../../../src/config/sections/alerts.ts';
import type { AlertRule, AlertRuleSettings } from '../../../src/core/alert-rules.ts';
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import type { NewEvent } from '../../../src/core/events.ts';
import { silentLogger, type Logger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { claimSeries } from '../../../src/store/metric-series.ts';
import { createSampleWriter } from '../../../src/store/metric-samples.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, type TestStore } from '../../support/store.ts';

export const random = createSystemRandom();
export const noSettings: AlertRuleSettings = { defaults: true, rules: [], changes: [] };

/** A rule in the form of the configuration file. */
export function ruleOf(declaration: unknown): AlertRule {
  const { rule, faults } = readAlertRule(declaration);
  if (rule === null) throw new Error(JSON.stringify(faults));
  return rule;
}

export interface RuleRig {
  readonly store: Store;
  readonly book: RuleBook;
  readonly engine: RunningAlertEngine;
  readonly evaluator: Evaluator;
  readonly commands: ReturnType<typeof createAlertRuleCommands>;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly clock?: Clock;
  readonly settings?: Partial<AlertRuleSettings>;
  readonly defaults?: readonly AlertRule[];
  /** Applies event rules to the log. */
  readonly follows?: boolean;
  /** Stands before the engine. */
  readonly before?: (engine: AlertEngine) => Pick<AlertEngine, 'observe'>;
  readonly timeoutMs?: number;
  readonly agreed?: Agreement;
  /** The escalation policies there are. */
  readonly policyNames?: () => readonly string[];
  readonly logger?: Logger;
}

/** What a replica has. */
export async function openRules(place: TestStore, options: RigOptions = {}): Promise<RuleRig> {
  const clock = options.clock ?? createSystemClock();
  const store = openTestStore(place.database.url);
  const engine = createAlertEngine({ store, clock, random, following: createFollowing([]) });
  const settings = { ...noSettings, ...options.settings };
  const { defaults } = options;
  const book = createRuleBook({
    settings,
    read: readAlertRule,
    logger: options.logger ?? silentLogger,
    policyNames: options.policyNames,
    ...(defaults === undefined ? {} : { defaults }),
  });
  await book.load(store.q);
  const shared = { store, clock, random, logger: silentLogger, book };
  const stops: (() => Promise<void> | void)[] = [() => store.close()];
  if (options.follows !== false) {
    const hub = createHub({ raw: store.raw });
    const tail = await startTail({ ...shared, clock: createSystemClock(), listener: hub.listener });
    stops.push(
      () => tail.stop(),
      () => hub.close(),
    );
    const consumer = await startEventRules({
      ...shared,
      hub,
      engine: options.before?.(engine) ?? engine,
      pollMs: 50,
    });
    stops.push(() => consumer.stop());
  }
  return {
    store,
    book,
    engine,
    evaluator: createEvaluator({
      ...shared,
      engine,
      removeAlerts: createRemoveAlerts(store, engine),
      agreed: options.agreed,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    }),
    commands: createAlertRuleCommands({
      ...shared,
      read: readAlertRule,
      policyNames: options.policyNames ?? (() => []),
    }),
    stop: async () => {
      for (const stop of stops.toReversed()) await stop();
    },
  };
}

export function append(store: Store, events: readonly NewEvent[]): Promise<void> {
  return store.transaction((tx) => {
    for (const event of events) tx.append(event);
    return Promise.resolve();
  });
}

export interface MeasuredValue {
  readonly metric: string;
  readonly subject: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly at: Date;
  readonly value: number;
}

/** Stores samples as the recorder does. */
export async function measure(place: TestStore, values: readonly MeasuredValue[]): Promise<void> {
  const { store } = place;
  const now = new Date(Math.max(...values.map(({ at }) => at.getTime())));
  const wanted = values.map(({ metric, subject, labels = {} }) => ({
    metric,
    subject,
    labels,
    unit: 'percent',
  }));
  const keys = wanted.map((one) => JSON.stringify(one));
  const first = new Map(keys.map((key, index) => [key, index]));
  const unique = [...first.values()]
    .map((index) => wanted[index])
    .filter((one) => one !== undefined);
  const ids = await claimSeries(store, unique, { now, maxSeries: 1_000_000 });
  const idOf = new Map([...first.keys()].map((key, index) => [key, ids[index] ?? 0]));
  const clock = createSystemClock();
  const writer = createSampleWriter({ store, address: place.database.url, clock });
  await writer.write({
    length: values.length,
    series: Int32Array.from(keys, (key) => idOf.get(key) ?? 0),
    at: Float64Array.from(values, ({ at }) => at.getTime()),
    value: Float64Array.from(values, ({ value }) => value),
  });
  await writer.close();
}
