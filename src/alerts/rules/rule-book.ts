// The rules in force on this replica: read from what is shipped, the configuration and the store, and
// prepared once. A rule that cannot be prepared (a template that is none) is left out and told of.
import type { AlertRule, AlertRuleSettings } from '../../core/alert-rules.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { listStoredRules, readRulesRevision, type StoredRule } from '../../store/alert-rules.ts';
import type { Queryable } from '../../store/store.ts';
import { defaultRules } from '../defaults/registry.ts';
import { combineRules } from './combine-rules.ts';
import { createEventRules, type EventRules } from './event-rules.ts';
import { prepareRule, type PreparedRule } from './prepare-rule.ts';

/** Reads a rule in the form of the configuration file; its faults hold no value of it. */
export type ReadRule = (
  declaration: unknown,
) =>
  | { readonly rule: AlertRule; readonly faults: null }
  | { readonly rule: null; readonly faults: readonly RuleFault[] };

export interface RuleFault {
  readonly path: string;
  readonly message: string;
}

export interface RuleBook {
  /** Changes when the rules in force do. */
  readonly version: number;
  /** All of them, by name. */
  readonly rules: readonly AlertRule[];
  readonly events: EventRules;
  /** Metric rules that are enabled. */
  readonly metrics: readonly PreparedRule[];
  find(name: string): AlertRule | undefined;
  /** Why a rule is not in force although it should be. */
  faultOf(name: string): string | undefined;
  /** What is not as a rule says, although it is in force. */
  warningOf(name: string): string | undefined;
  configure(settings: AlertRuleSettings): void;
  /** Reads the rules of the API anew. */
  load(q: Queryable): Promise<void>;
  /** The same, where they have changed since; one small query where they have not. */
  refresh(q: Queryable): Promise<void>;
}

export interface RuleBookOptions {
  readonly settings: AlertRuleSettings;
  readonly read: ReadRule;
  readonly logger: Logger;
  /** The escalation policies there are; not given: whatever a rule names. */
  readonly policyNames?: (() => readonly string[]) | undefined;
  readonly defaults?: readonly AlertRule[];
}

/** A book with the rules of the configuration; those of the API are there after `load`. */
export function createRuleBook(options: RuleBookOptions): RuleBook {
  const { read, logger, defaults = defaultRules } = options;
  let { settings } = options;
  let stored: readonly StoredRule[] = [];
  let revision: string | undefined;
  let version = 0;
  let rules: ReadonlyMap<string, AlertRule> = new Map();
  let faults: ReadonlyMap<string, string> = new Map();
  let warnings: ReadonlyMap<string, string> = new Map();
  let events = createEventRules([]);
  let metrics: readonly PreparedRule[] = [];

  const compute = (): void => {
    const found = new Map<string, string>();
    const made = stored.flatMap(({ name, origin, definition }) => {
      if (origin !== 'API') return [];
      const { rule, faults: wrong } = read(definition);
      if (rule !== null) return [{ ...rule, name, origin: 'API' as const }];
      const [first] = wrong;
      found.set(name, `${first?.path ?? ''} ${first?.message ?? ''}`.trim());
      return [];
    });
    const combined = combineRules({ defaults, settings, made, switched: switchesOf(stored) });
    const prepared = combined.flatMap((rule) => {
      try {
        return [prepareRule(rule)];
      } catch (error) {
        found.set(rule.name, coerceError(error).message);
        return [];
      }
    });
    for (const [name, fault] of found) logger.warn({ rule: name, fault }, 'a rule is not in force');
    tellWarnings(combined);
    rules = new Map(combined.map((rule) => [rule.name, rule]));
    faults = found;
    events = createEventRules(prepared);
    metrics = prepared.filter(({ rule }) => rule.enabled && rule.condition.kind === 'metric');
    version += 1;
  };

  /** A rule of the API may name a policy that has left the file since. */
  const tellWarnings = (combined: readonly AlertRule[]): void => {
    const known = options.policyNames?.();
    const found = new Map<string, string>();
    for (const { name, escalation } of known === undefined ? [] : combined) {
      if (escalation === null || known?.includes(escalation) === true) continue;
      const warning =
        `its escalation policy ${escalation} is not configured, so the other policies decide: declare it ` +
        'in hawkwatch.yaml, or name another one';
      found.set(name, warning);
      if (warnings.get(name) !== warning)
        logger.warn({ rule: name, warning }, 'a rule is in doubt');
    }
    warnings = found;
  };
  compute();

  const load = async (q: Queryable): Promise<void> => {
    // Read first: what changes meanwhile is seen the next time.
    revision = await readRulesRevision(q);
    const before = JSON.stringify(stored);
    stored = await listStoredRules(q);
    if (JSON.stringify(stored) !== before) compute();
  };

  return {
    get version() {
      return version;
    },
    get rules() {
      return [...rules.values()];
    },
    get events() {
      return events;
    },
    get metrics() {
      return metrics;
    },
    find: (name) => rules.get(name),
    faultOf: (name) => faults.get(name),
    warningOf: (name) => warnings.get(name),
    configure: (next) => {
      settings = next;
      compute();
    },
    load,
    refresh: async (q) => {
      if ((await readRulesRevision(q)) !== revision) await load(q);
    },
  };
}

function switchesOf(stored: readonly StoredRule[]): ReadonlyMap<string, boolean> {
  return new Map(
    stored.flatMap(({ name, origin, definition }) => {
      if (origin !== 'DEFAULT' || typeof definition !== 'object' || definition === null) return [];
      return 'enabled' in definition && typeof definition.enabled === 'boolean'
        ? [[name, definition.enabled] as const]
        : [];
    }),
  );
}
