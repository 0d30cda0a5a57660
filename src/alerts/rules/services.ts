// Puts rules together: the book of those in force, who applies them to the log and to measurements, and
// what can be asked and done of them.
import type { Hub } from '../../bus/hub.ts';
import type { AlertRuleSettings } from '../../core/alert-rules.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { StoreAddress } from '../../store/connection.ts';
import type { Store } from '../../store/store.ts';
import type { Agreement } from '../agreement.ts';
import type { RunningAlertEngine } from '../engine.ts';
import { createAlertRuleCommands, parseDeclaration, type AlertRuleCommands } from './commands.ts';
import { startMetricRules } from './evaluator.ts';
import { startEventRules } from './event-consumer.ts';
import { createRulePreviewer, type RulePreviewer } from './preview.ts';
import { createRemoveAlerts } from './remove-alerts.ts';
import { createRuleBook, type ReadRule, type RuleBook } from './rule-book.ts';

/** What can be asked and done of rules. */
export interface AlertRuleServices extends AlertRuleCommands, RulePreviewer {
  readonly book: Pick<RuleBook, 'rules' | 'find' | 'faultOf' | 'warningOf'>;
  /** A rule in the form of the configuration file. @throws InvalidInputError with all faults. */
  parse(declaration: unknown): ReturnType<typeof parseDeclaration>;
}

export interface AlertRulesOptions {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly engine: Pick<RunningAlertEngine, 'observe' | 'change'>;
  readonly settings: AlertRuleSettings;
  readonly read: ReadRule;
  /** The escalation policies there are. */
  readonly policyNames: () => readonly string[];
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  /** How often measurements are looked at. */
  readonly everyMs?: number;
}

export interface AlertRules {
  readonly services: AlertRuleServices;
  configure(settings: AlertRuleSettings): void;
  stop(): Promise<void>;
}

/** Begins to apply rules. */
export async function createAlertRules(options: AlertRulesOptions): Promise<AlertRules> {
  const { store, engine } = options;
  const book = createRuleBook(options);
  await book.load(store.q);
  const events = await startEventRules({ ...options, book });
  const metrics = startMetricRules({
    ...options,
    book,
    removeAlerts: createRemoveAlerts(store, engine),
  });
  return {
    services: {
      ...createAlertRuleCommands({ ...options, book }),
      ...createRulePreviewer(options),
      book,
      parse: (declaration) => parseDeclaration(declaration, options),
    },
    configure: (settings) => book.configure(settings),
    stop: async () => {
      await Promise.all([events.stop(), metrics.stop()]);
    },
  };
}
