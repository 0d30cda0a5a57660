// Making, changing and removing rules over the API, and switching hawkwatch's own: on record. A rule's
// change, its event and its entry in the audit log stand in one transaction. What hawkwatch.yaml declares
// is the file's.
import type { Actor } from '../../core/actor.ts';
import type { AlertRule } from '../../core/alert-rules.ts';
import type { Clock } from '../../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import {
  alertRuleSubject,
  deleteRule,
  listStoredRules,
  lockRules,
  saveRule,
} from '../../store/alert-rules.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { templateFault } from '../../templates/template.ts';
import type { ReadRule, RuleBook } from './rule-book.ts';

/** All are for admins and throw ForbiddenError. Declarations have the form of the configuration file. */
export interface AlertRuleCommands {
  /** @throws InvalidInputError with all faults; ConflictError when the name is taken. */
  create(actor: Actor, declaration: unknown): Promise<AlertRule>;
  /** The whole rule anew. @throws InvalidInputError, NotFoundError, ConflictError */
  update(actor: Actor, declaration: unknown): Promise<AlertRule>;
  /** Its open alerts are over. @throws NotFoundError, ConflictError */
  remove(actor: Actor, name: string): Promise<AlertRule>;
  /** Of the API's and of hawkwatch's own rules. @throws NotFoundError, ConflictError */
  setEnabled(actor: Actor, name: string, enabled: boolean): Promise<AlertRule>;
}

export interface AlertRuleCommandOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly book: RuleBook;
  readonly read: ReadRule;
  /** The escalation policies there are. */
  readonly policyNames: () => readonly string[];
  readonly maxRules?: number;
}

const declarationBytes = 64 * 1024;

export function createAlertRuleCommands(options: AlertRuleCommandOptions): AlertRuleCommands {
  const { store, clock, random, book, read, maxRules = 500 } = options;

  /** One change at a time, decided by the rules as they are then. */
  const change = async (
    actor: Actor,
    action: string,
    name: string,
    work: (tx: StoreTransaction, now: Date) => Promise<AlertRule>,
  ): Promise<AlertRule> => {
    const rule = await store.transaction(async (tx) => {
      await lockRules(tx.q);
      await book.load(tx.q);
      const now = clock.now();
      const changed = await work(tx, now);
      const subject = alertRuleSubject(name);
      await insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at: now });
      return changed;
    });
    // The event does it anyhow, here and on other replicas; whoever made the change finds it done.
    await book.load(store.q);
    return book.find(name) ?? rule;
  };

  return {
    create: async (actor, declaration) => {
      requireRole(actor, 'admin');
      const rule = parseDeclaration(declaration, options);
      return change(actor, 'createAlertRule', rule.name, async (tx, at) => {
        const known = book.find(rule.name);
        if (known !== undefined) throw nameTaken(known);
        const made = (await listStoredRules(tx.q)).filter(({ origin }) => origin === 'API');
        if (made.some(({ name }) => name === rule.name))
          throw nameTaken({ ...rule, origin: 'API' });
        if (made.length >= maxRules) {
          throw new ConflictError(
            `There are ${maxRules} rules of the API already, which is the most there may be. ` +
              'Delete one, or declare this one in hawkwatch.yaml.',
          );
        }
        const stored = { name: rule.name, origin: 'API' as const, definition: declaration };
        await saveRule(tx, stored, { word: 'CREATED', by: actor.name, at });
        return { ...rule, origin: 'API' };
      });
    },
    update: async (actor, declaration) => {
      requireRole(actor, 'admin');
      const rule = parseDeclaration(declaration, options);
      return change(actor, 'updateAlertRule', rule.name, async (tx, at) => {
        await requireMade(tx, book, rule.name);
        const stored = { name: rule.name, origin: 'API' as const, definition: declaration };
        await saveRule(tx, stored, { word: 'UPDATED', by: actor.name, at });
        return { ...rule, origin: 'API' };
      });
    },
    remove: async (actor, name) => {
      requireRole(actor, 'admin');
      return change(actor, 'deleteAlertRule', name, async (tx, at) => {
        const { definition } = await requireMade(tx, book, name);
        const rule = book.find(name) ?? read(definition).rule;
        await deleteRule(tx, name, { by: actor.name, at });
        // One that cannot be read any more is removed all the same.
        return rule ?? unreadable(name);
      });
    },
    setEnabled: async (actor, name, enabled) => {
      requireRole(actor, 'admin');
      return change(
        actor,
        enabled ? 'enableAlertRule' : 'disableAlertRule',
        name,
        async (tx, at) => {
          const rule = book.find(name);
          if (rule === undefined) throw notThere();
          if (rule.origin === 'FILE') throw declaredInFile(name);
          const word = enabled ? ('ENABLED' as const) : ('DISABLED' as const);
          const about = { word, by: actor.name, at };
          if (rule.origin === 'DEFAULT') {
            await saveRule(tx, { name, origin: 'DEFAULT', definition: { enabled } }, about);
          } else {
            const { definition } = await requireMade(tx, book, name);
            const changed = { ...(typeof definition === 'object' ? definition : {}), enabled };
            await saveRule(tx, { name, origin: 'API', definition: changed }, about);
          }
          return { ...rule, enabled };
        },
      );
    },
  };
}

/**
 * A rule that is given over the API.
 * @throws InvalidInputError with all faults.
 */
export function parseDeclaration(
  declaration: unknown,
  { read, policyNames }: Pick<AlertRuleCommandOptions, 'read' | 'policyNames'>,
): AlertRule {
  const issues: InputIssue[] = [];
  if (Buffer.byteLength(JSON.stringify(declaration) ?? '') > declarationBytes) {
    issues.push({ path: 'input', message: `must have ${declarationBytes} bytes at most` });
  }
  const { rule, faults } = read(declaration);
  for (const { path, message } of faults ?? []) issues.push({ path: `input.${path}`, message });
  if (rule !== null) {
    for (const [key, text] of [
      ['title', rule.title],
      ['message', rule.message],
    ] as const) {
      const fault = templateFault(text);
      if (fault !== undefined) issues.push({ path: `input.${key}`, message: fault });
    }
  }
  if (rule?.escalation != null && !policyNames().includes(rule.escalation)) {
    const message =
      'is no escalation policy that is configured; `escalationPolicies` lists those there are';
    issues.push({ path: 'input.escalation', message });
  }
  if (rule !== null && issues.length === 0) return { ...rule, origin: 'API' };
  throw new InvalidInputError('This is no rule that can be applied.', issues);
}

async function requireMade(tx: StoreTransaction, book: RuleBook, name: string) {
  const known = book.find(name);
  if (known?.origin === 'FILE') throw declaredInFile(name);
  if (known?.origin === 'DEFAULT') throw ownRule(name);
  const stored = (await listStoredRules(tx.q)).find((one) => one.name === name);
  if (stored === undefined || stored.origin !== 'API') throw notThere();
  return stored;
}

function nameTaken({ name, origin }: AlertRule): ConflictError {
  if (origin === 'FILE') return declaredInFile(name);
  if (origin === 'DEFAULT') return ownRule(name);
  return new ConflictError(
    `There is a rule "${name}" already: change it with updateAlertRule, or take another name.`,
  );
}

function declaredInFile(name: string): ConflictError {
  return new ConflictError(
    `The rule "${name}" is declared in hawkwatch.yaml, and the file wins: change it there.`,
  );
}

function ownRule(name: string): ConflictError {
  return new ConflictError(
    `"${name}" is one of hawkwatch's own rules: change it under alerts.changes in hawkwatch.yaml, ` +
      'or switch it with setAlertRuleEnabled.',
  );
}

function notThere(): NotFoundError {
  return new NotFoundError('There is no rule of that name. `alertRules` lists those there are.');
}

function unreadable(name: string): AlertRule {
  return {
    name,
    origin: 'API',
    enabled: false,
    type: 'UNREADABLE',
    description: 'It could not be read.',
    severity: 'INFO',
    condition: { kind: 'event', on: [], until: [], labels: {}, lastsMs: null },
    forMs: 0,
    keepFiringForMs: 0,
    labels: {},
    title: name,
    message: '',
    runbook: null,
    overrides: [],
    escalation: null,
  };
}
