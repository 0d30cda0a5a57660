// Applies event rules to the log: durably, in the order of the log, a page of events in one transaction
// with what the engine makes of them. A rule that is changed over the API is in force, on whatever replica,
// at the latest from the event on that tells of the change: before each page it is asked, in its
// transaction, whether rules have changed. When a database is taken out, all that rules say of it is over:
// nothing is measured or told of it any more that could end it.
import { ruleSource } from '../../core/alerts.ts';
import { startConsumer, type Consumer } from '../../bus/consumer.ts';
import type { Hub } from '../../bus/hub.ts';
import type { Clock } from '../../core/clock.ts';
import type { StoredEvent } from '../../core/events.ts';
import { readText } from '../../core/fact-tests.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { alertRuleChanged, listRuleAlertsAbout, noteRules } from '../../store/alert-rules.ts';
import { databaseRetired } from '../../store/databases.ts';
import type { Queryable, Store, StoreTransaction } from '../../store/store.ts';
import type { AlertEngine, Observation } from '../observation.ts';
import { labelKey } from './metric-rules.ts';
import type { RuleBook } from './rule-book.ts';
import { createTextBudget } from './texts.ts';

export interface EventRuleOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly book: RuleBook;
  readonly engine: Pick<AlertEngine, 'observe'>;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export const eventRuleConsumer = 'alert-rules';

/** Starts to apply event rules; whatever happened before the very first start is left alone. */
export function startEventRules(options: EventRuleOptions): Promise<Consumer> {
  const { book, batchSize = 500 } = options;
  const types = async (q: Queryable): Promise<readonly string[]> => {
    await book.refresh(q);
    return [...new Set([...book.events.types, alertRuleChanged.type, databaseRetired.type])];
  };
  return startConsumer({
    ...options,
    name: eventRuleConsumer,
    types,
    from: 'head',
    batchSize,
    handle: { batch: (tx, events) => observePage(options, tx, events) },
  });
}

async function observePage(
  { book, engine, clock }: EventRuleOptions,
  tx: StoreTransaction,
  events: readonly StoredEvent[],
): Promise<void> {
  const texts = createTextBudget(clock);
  const matched = new Map<string, Date>();
  let observations: Observation[] = [];
  const ended = new Set<string>();
  const tell = async (): Promise<void> => {
    if (observations.length > 0) await engine.observe(tx, observations, clock.now());
    observations = [];
  };
  for (const event of events) {
    for (const observation of book.events.observe(event, texts)) {
      const key = `${observation.rule} ${labelKey(observation.labels)}`;
      if (observation.holds) {
        matched.set(observation.rule, observation.at);
        ended.delete(key);
      } else if (ended.has(key)) {
        // Ended already.
        continue;
      } else {
        ended.add(key);
      }
      observations.push(observation);
    }
    const retired =
      event.type === databaseRetired.type ? readText(event.payload, 'name') : undefined;
    if (retired === undefined) continue;
    // What was told before it, first.
    await tell();
    const open = await listRuleAlertsAbout(tx.q, retired);
    observations = open.map((alert) => ({
      ...alert,
      source: ruleSource,
      at: event.occurredAt,
      holds: false,
    }));
    await tell();
  }
  await tell();
  if (matched.size === 0) return;
  const notes = [...matched].flatMap(([name, matchedAt]) => {
    const origin = book.find(name)?.origin;
    return origin === undefined ? [] : [{ name, origin, matchedAt, error: texts.faultOf(name) }];
  });
  await noteRules(tx.q, notes, clock.now());
}
