// Rules as data: what may be left out of one has its usual value here.
import type {
  AlertRule,
  EventCondition,
  FactTest,
  MetricCondition,
  RuleCondition,
  RuleOrigin,
} from '../../core/alert-rules.ts';
import { factTestForm, findFactTest } from '../../core/fact-tests.ts';
import { parseMatcher } from '../../core/matchers.ts';
import type { RuleOverride } from '../../core/alert-rules.ts';

/** A pattern as it is written: `migration.completed: runState=FAILED, dryRun=false` as a pair. */
export type WrittenPattern = string | readonly [event: string, ...where: string[]];

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

export type WrittenEventCondition = {
  readonly on: readonly WrittenPattern[];
  readonly until?: readonly WrittenPattern[];
  readonly labels: Readonly<Record<string, string>>;
  readonly lastsMs?: number | null;
};

export type WrittenMetricCondition = Optional<
  Omit<MetricCondition, 'kind' | 'match'>,
  'aggregate' | 'windowMs' | 'above' | 'below' | 'clear' | 'noDataAfterMs' | 'onNoData' | 'onError'
> & { readonly match?: readonly string[] };

export type WrittenOverride = Omit<RuleOverride, 'match'> & { readonly match: readonly string[] };

type Plain = Optional<
  Omit<AlertRule, 'condition' | 'overrides' | 'origin'>,
  'enabled' | 'forMs' | 'keepFiringForMs' | 'labels' | 'runbook' | 'escalation'
>;

export type WrittenRule = Plain & {
  readonly overrides?: readonly WrittenOverride[];
  readonly event?: WrittenEventCondition;
  readonly metric?: WrittenMetricCondition;
};

const minuteMs = 60_000;

/**
 * Declares a rule of hawkwatch's own.
 * @throws when it has a test or matcher that is none, or not exactly one condition.
 */
export function defineRule(written: WrittenRule, origin: RuleOrigin = 'DEFAULT'): AlertRule {
  const { event, metric, overrides = [], ...own } = written;
  const condition: RuleCondition | undefined =
    metric === undefined ? event && eventCondition(event) : metricCondition(metric);
  if (condition === undefined || (event !== undefined && metric !== undefined)) {
    throw new Error(`the rule ${written.name} needs either an event or a metric`);
  }
  return {
    enabled: true,
    forMs: 0,
    keepFiringForMs: 0,
    labels: {},
    runbook: null,
    escalation: null,
    ...own,
    origin,
    condition,
    overrides: overrides.map((one) => ({ ...one, match: one.match.map(parseMatcher) })),
  };
}

function eventCondition(event: WrittenEventCondition): EventCondition {
  const { on, until = [], labels, lastsMs = null } = event;
  const pattern = (one: WrittenPattern) => {
    const [type, ...where] = typeof one === 'string' ? [one] : one;
    return { event: type, where: where.map(readTest) };
  };
  return { kind: 'event', on: on.map(pattern), until: until.map(pattern), labels, lastsMs };
}

function metricCondition({ match = [], ...metric }: WrittenMetricCondition): MetricCondition {
  return {
    aggregate: 'AVERAGE',
    windowMs: 5 * minuteMs,
    above: null,
    below: null,
    clear: null,
    noDataAfterMs: 10 * minuteMs,
    onNoData: 'OK',
    onError: 'KEEP',
    ...metric,
    kind: 'metric',
    match: match.map(parseMatcher),
  };
}

function readTest(text: string): FactTest {
  const test = findFactTest(text);
  if (test === undefined) throw new Error(`"${text}" is not ${factTestForm}`);
  return test;
}
