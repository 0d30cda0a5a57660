// Evaluates metric rules on one replica: every fifteen seconds all windows are read in one statement, and
// what they mean is told to the engine, rule by rule. One round never overlaps another, each read has a
// time-out, and a rule that fails does not keep the others from being evaluated. The same replica ends
// the alerts of rules that are not in force any more, once all replicas have the same file.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import {
  listOpenRuleLabels,
  listRuleAlerts,
  noteRules,
  type RuleAlert,
  type RuleNote,
} from '../../store/alert-rules.ts';
import type { StoreAddress } from '../../store/connection.ts';
import { startLeadership, type Leadership } from '../../store/leadership.ts';
import { listWindows } from '../../store/metric-windows.ts';
import type { Store } from '../../store/store.ts';
import { alone, type Agreement } from '../agreement.ts';
import type { AlertEngine, Observation } from '../observation.ts';
import {
  observeFailure,
  observeSeries,
  roundMs,
  type OpenAlert,
  type SeriesWindow,
} from './metric-rules.ts';
import { mayBelongTo, type PreparedRule } from './prepare-rule.ts';
import type { RemoveAlerts } from './remove-alerts.ts';
import type { RuleBook } from './rule-book.ts';
import { createTextBudget, withTexts, type TextBudget } from './texts.ts';

export interface EvaluatorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly book: RuleBook;
  readonly engine: Pick<AlertEngine, 'observe'>;
  readonly removeAlerts: RemoveAlerts;
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
}

const dayMs = 86_400_000;
const maxSeries = 50_000;
const observationsAtOnce = 1000;

/** Evaluates on this replica or another one, until it is stopped. */
export function startMetricRules(
  options: EvaluatorOptions & { readonly address: StoreAddress },
): Leadership {
  const { clock, random, logger, everyMs = roundMs } = options;
  const work = async (signal: AbortSignal): Promise<void> => {
    const evaluator = createEvaluator(options);
    await clock.sleep(random.fraction() * everyMs, signal).catch(() => undefined);
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      try {
        await evaluator.evaluate(signal);
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'rules could not be evaluated; soon again');
      }
      const leftMs = Math.max(everyMs / 10, everyMs - (clock.monotonicMs() - startedMs));
      await clock.sleep(leftMs, signal).catch(() => undefined);
    }
  };
  return startLeadership({ ...options, name: 'alert rules', work });
}

export interface Evaluator {
  /** One round. */
  evaluate(signal: AbortSignal): Promise<void>;
}

/** What one round knows of a rule. */
type Reading = { readonly windows: readonly SeriesWindow[] } | { readonly failure: string };

export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { store, clock, logger, book, engine, agreed = alone, timeoutMs = 10_000 } = options;
  let settledVersion: number | undefined;

  const read = async (
    rules: readonly PreparedRule[],
    now: Date,
  ): Promise<ReadonlyMap<PreparedRule, SeriesWindow[]>> => {
    const wanted = rules.flatMap(({ rule: { condition } }) =>
      condition.kind === 'metric'
        ? [
            {
              metric: condition.metric,
              windowMs: condition.windowMs,
              lastMs: condition.noDataAfterMs,
            },
          ]
        : [],
    );
    const rows = await listWindows(store, wanted, { now, timeoutMs, forgetMs: dayMs, maxSeries });
    const found = new Map<PreparedRule, SeriesWindow[]>(rules.map((rule) => [rule, []]));
    for (const { place, ...window } of rows) {
      const rule = rules[place];
      if (rule !== undefined) found.get(rule)?.push(window);
    }
    return found;
  };

  /** All at once where that is possible; else each by itself, so that one does not fail the others. */
  const readAll = async (
    rules: readonly PreparedRule[],
    now: Date,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<PreparedRule, Reading>> => {
    try {
      const found = await read(rules, now);
      return new Map([...found].map(([rule, windows]) => [rule, { windows }]));
    } catch (error) {
      logger.warn({ err: coerceError(error) }, 'windows of rules are read one by one');
    }
    const readings = new Map<PreparedRule, Reading>();
    for (const rule of rules) {
      if (signal.aborted) break;
      try {
        readings.set(rule, { windows: (await read([rule], now)).get(rule) ?? [] });
      } catch (error) {
        readings.set(rule, { failure: reasonOf(error) });
      }
    }
    return readings;
  };

  const tell = async (
    prepared: PreparedRule,
    reading: Reading,
    open: readonly OpenAlert[],
    texts: TextBudget,
    now: Date,
  ): Promise<RuleNote> => {
    const { name, origin } = prepared.rule;
    const about = { name, origin, evaluatedAt: now };
    try {
      const observations =
        'failure' in reading
          ? observeFailure(prepared, reading.failure, open, now)
          : observeSeries(withTexts(prepared, texts), reading.windows, open, now);
      await observeInParts(observations, now);
      const error = 'failure' in reading ? reading.failure : texts.faultOf(name);
      const holds = observations.some((one) => one.holds);
      return { ...about, error, ...(holds ? { matchedAt: now } : {}) };
    } catch (error) {
      logger.warn({ err: coerceError(error), rule: name }, 'a rule could not be evaluated');
      return { ...about, error: reasonOf(error) };
    }
  };

  const observeInParts = async (observations: readonly Observation[], now: Date): Promise<void> => {
    for (let from = 0; from < observations.length; from += observationsAtOnce) {
      const part = observations.slice(from, from + observationsAtOnce);
      await store.transaction((tx) => engine.observe(tx, part, now));
    }
  };

  /** Alerts of rules that are gone, switched off, or have other labels now, are over. */
  const settle = async (now: Date): Promise<void> => {
    const { version } = book;
    if (settledVersion === version) return;
    const lost = (await listOpenRuleLabels(store.q)).filter(({ rule, labels }) => {
      const known = book.find(rule);
      return known === undefined || !known.enabled || !mayBelongTo(known, labels);
    });
    // Those that replicas still differ about are looked at again in the next round.
    if (lost.length > 0 && !(await agreed(store.q))) return;
    await options.removeAlerts(
      lost.map(({ id }) => id),
      now,
    );
    settledVersion = version;
  };

  return {
    evaluate: async (signal) => {
      await book.refresh(store.q);
      const now = clock.now();
      await settle(now);
      const rules = book.metrics;
      const readings = await readAll(rules, now, signal);
      const open = Map.groupBy(
        await listRuleAlerts(
          store.q,
          rules.map(({ rule }) => rule.name),
        ),
        ({ rule }) => rule,
      );
      const notes: RuleNote[] = [];
      const texts = createTextBudget(clock);
      for (const [prepared, reading] of readings) {
        if (signal.aborted) return;
        const ofRule = (open.get(prepared.rule.name) ?? []).map(toOpen);
        notes.push(await tell(prepared, reading, ofRule, texts, now));
      }
      await noteRules(store.q, notes, now);
    },
  };
}

/** Without the statement that failed. */
function reasonOf(error: unknown): string {
  const { message, cause } = coerceError(error);
  return cause instanceof Error ? cause.message : message;
}

const told = new Set(['FIRING', 'ACKNOWLEDGED', 'RECOVERING']);

function toOpen({ labels, state, condition }: RuleAlert): OpenAlert {
  return { labels, holds: condition && told.has(state) };
}
