// What an event means to the rules: an alert's condition holds, or has ended. Pure. An event that both
// begins and ends an alert begins it.
import type { AlertRule, EventCondition, EventPattern } from '../../core/alert-rules.ts';
import { ruleSource, type Labels } from '../../core/alerts.ts';
import type { StoredEvent } from '../../core/events.ts';
import { passesAll, readText } from '../../core/fact-tests.ts';
import type { Observation } from '../observation.ts';
import { settingsFor, type PreparedRule } from './prepare-rule.ts';
import { withTexts, type TextBudget } from './texts.ts';

/** Rules by the types of the events that they wait for. */
export interface EventRules {
  readonly types: readonly string[];
  /** What the event means, in the order of the rules. */
  observe(event: StoredEvent, texts?: TextBudget): readonly Observation[];
}

const longestLabel = 500;

/** Prepares the event rules among `rules` that are enabled. */
export function createEventRules(rules: readonly PreparedRule[]): EventRules {
  const byType = new Map<string, PreparedRule[]>();
  for (const prepared of rules) {
    const { condition, enabled } = prepared.rule;
    if (!enabled || condition.kind !== 'event') continue;
    const types = [...condition.on, ...condition.until].map(({ event }) => event);
    for (const type of new Set(types)) {
      const waiting = byType.get(type) ?? [];
      byType.set(type, [...waiting, prepared]);
    }
  }
  return {
    types: [...byType.keys()].toSorted(),
    observe: (event, texts) =>
      (byType.get(event.type) ?? []).flatMap((prepared) => {
        const told = texts === undefined ? prepared : withTexts(prepared, texts);
        const observation = observeEvent(told, event);
        return observation === undefined ? [] : [observation];
      }),
  };
}

/** What an event means to a rule; undefined when nothing. */
export function observeEvent(prepared: PreparedRule, event: StoredEvent): Observation | undefined {
  const { rule } = prepared;
  if (rule.condition.kind !== 'event') return undefined;
  const { condition } = rule;
  const begins = condition.on.some((pattern) => fits(pattern, event));
  if (!begins && !condition.until.some((pattern) => fits(pattern, event))) return undefined;
  const labels = labelsOf(rule, condition, event);
  const identity = { source: ruleSource, rule: rule.name, labels, at: event.occurredAt };
  const eventId = event.id > 0 ? event.id : null;
  if (!begins) return { ...identity, holds: false, eventId };
  const databaseName = databaseOf(event, labels);
  const subject = subjectOf(event, databaseName);
  const known: Labels = { ...labels, subject, ...(databaseName && { database: databaseName }) };
  const settings = settingsFor(rule, (name) =>
    Object.hasOwn(known, name) ? known[name] : readText(event.payload, name),
  );
  if (!settings.enabled) return { ...identity, holds: false, eventId };
  const { severity, forMs } = settings;
  const shown = {
    id: event.id,
    type: event.type,
    subject: event.subject,
    at: event.occurredAt.toISOString(),
    payload: event.payload,
  };
  return {
    ...identity,
    ...prepared.say({ event: shown, labels, severity, value: null }),
    holds: true,
    type: rule.type,
    severity,
    metadata: { event: event.type, ...factsOf(event.payload) },
    databaseName,
    subject,
    value: null,
    url: rule.runbook,
    eventId,
    audience: event.audience,
    since: sinceOf(event),
    forMs,
    keepFiringForMs: rule.keepFiringForMs,
    lastsMs: condition.lastsMs,
  };
}

function fits({ event, where }: EventPattern, { type, payload }: StoredEvent): boolean {
  return type === event && passesAll(where, payload);
}

/** A label whose path leads nowhere is left out. */
function labelsOf(rule: AlertRule, { labels }: EventCondition, event: StoredEvent): Labels {
  const found = Object.entries(labels).flatMap(([name, path]): [string, string][] => {
    const text = path === 'subject' ? event.subject : readText(event.payload, path);
    return text === undefined || text === '' ? [] : [[name, text.slice(0, longestLabel)]];
  });
  return { ...rule.labels, ...Object.fromEntries(found) };
}

/** Since when it is so, as events of states tell it. */
function sinceOf({ payload, occurredAt }: StoredEvent): Date | undefined {
  const ms = Date.parse(readText(payload, 'since') ?? '');
  return Number.isNaN(ms) || ms > occurredAt.getTime() ? undefined : new Date(ms);
}

const databaseSubject = /^database:(.+)$/s;

function databaseOf(event: StoredEvent, labels: Labels): string | null {
  return (
    readText(event.payload, 'database') ??
    databaseSubject.exec(event.subject)?.[1] ??
    labels['database'] ??
    null
  );
}

/** What is over soon says less of where the trouble is than the database does. */
const passing = /^(?:migration-run|migration-wave|consumer):/;

function subjectOf(event: StoredEvent, databaseName: string | null): string {
  return databaseName !== null && passing.test(event.subject)
    ? `database:${databaseName}`
    : event.subject;
}

const mostFacts = 40;
const mostEntries = 20;
const longestFact = 500;

/** The plain values of a payload, cut to what an alert should hold. */
function factsOf(payload: unknown): Record<string, unknown> {
  if (typeof payload !== 'object' || payload === null) return {};
  const facts = Object.entries(payload).flatMap(([key, value]: [string, unknown]) => {
    const fact = factOf(value);
    return fact === undefined ? [] : [[key, fact] as const];
  });
  return Object.fromEntries(facts.slice(0, mostFacts));
}

function factOf(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, longestFact);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  const texts = value.flatMap(nameOf).slice(0, mostEntries);
  return texts.length === 0 ? undefined : texts.map((one) => one.slice(0, longestFact));
}

/** An entry of a list: a text, or the name of an object. */
function nameOf(entry: unknown): readonly string[] {
  if (typeof entry === 'string') return [entry];
  const name = ['endpoint', 'key', 'name', 'database', 'message']
    .map((path) => readText(entry, path))
    .find((text) => text !== undefined);
  return name === undefined ? [] : [name];
}
