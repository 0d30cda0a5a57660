// What operators may do with alerts, one or many at a time: on record, in one transaction with all that
// follows. What cannot be done with one of many is said of that one; the others are done.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type ExpectedError,
} from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { roleIncludes } from '../core/role.ts';
import { requireRole } from '../core/require-role.ts';
import { alertSubject } from '../store/alert-events.ts';
import { lockAlerts } from '../store/alert-writes.ts';
import type { AlertRow } from '../store/alerts.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { storableText } from '../store/storable.ts';
import type { Store } from '../store/store.ts';
import { decideOne, type Decision } from './decide.ts';
import type { RunningAlertEngine } from './engine.ts';

/** What became of one alert: as it is now, or why nothing was done. */
export type AlertOutcome =
  | { readonly id: string; readonly alert: AlertRow }
  | { readonly id: string; readonly refusal: ExpectedError };

/**
 * All are for operators and take ids of alerts, each once. Results are in the order of the ids.
 * @throws ForbiddenError; InvalidInputError for too many ids or a text that is too long.
 */
export interface AlertCommands {
  /** Somebody takes it on. Without effect when somebody has already. */
  acknowledge(actor: Actor, ids: readonly string[], comment?: string): Promise<AlertOutcome[]>;
  /** Nobody has it any more. Without effect when nobody had. */
  unacknowledge(actor: Actor, ids: readonly string[], comment?: string): Promise<AlertOutcome[]>;
  /** It is over, whatever is measured; see `transition.ts` for when another one opens. */
  resolve(actor: Actor, ids: readonly string[], comment?: string): Promise<AlertOutcome[]>;
  /** Somebody is to take care of it; null: nobody in particular. */
  assign(
    actor: Actor,
    ids: readonly string[],
    to: string | null,
    comment?: string,
  ): Promise<AlertOutcome[]>;
  comment(actor: Actor, ids: readonly string[], text: string): Promise<AlertOutcome[]>;
}

export interface AlertCommandsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly engine: Pick<RunningAlertEngine, 'apply'>;
}

export const mostAlertsAtOnce = 200;
const longestComment = 4000;
const longestName = 200;

interface Command {
  readonly action: string;
  readonly comment: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** @throws ConflictError when it cannot be done. */
  decide(row: AlertRow, now: Date): Decision;
}

/** Creates the commands. */
export function createAlertCommands(options: AlertCommandsOptions): AlertCommands {
  const { store, clock, random, engine } = options;

  const run = (
    actor: Actor,
    ids: readonly string[],
    { action, comment, detail, decide }: Command,
  ): Promise<AlertOutcome[]> =>
    store.transaction(async (tx) => {
      const now = clock.now();
      const text = comment === undefined ? undefined : storableText(comment);
      const said = { by: actor.name, text };
      const wanted = [...new Set(ids)];
      const locked = await lockAlerts(tx.q, wanted.filter(isUuid));
      const rows = locked.filter(({ audience }) => roleIncludes(actor.role, audience));
      const outcomes = new Map<string, AlertOutcome>();
      const decisions: Decision[] = [];
      for (const row of rows) {
        try {
          const { changes: made, ...writes } = decide(row, now);
          // What is said is kept, even where nothing is done.
          const changes =
            made.length === 0 && text !== undefined
              ? [{ kind: 'COMMENTED', alert: row } as const]
              : made;
          decisions.push({ ...writes, changes: changes.map((one) => ({ ...one, ...said })) });
          outcomes.set(row.id, { id: row.id, alert: row });
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
          outcomes.set(row.id, { id: row.id, refusal: error });
        }
      }
      const changes = await engine.apply(tx, decisions, now);
      for (const { alert } of changes) {
        if (outcomes.has(alert.id)) outcomes.set(alert.id, { id: alert.id, alert });
      }
      const results = wanted.map((id) => outcomes.get(id) ?? { id, refusal: notThere() });
      const done = results.filter((one) => 'alert' in one).map(({ id }) => id);
      const [only] = wanted;
      // A single one that is refused is thrown, and is on record as that.
      if (done.length > 0 || wanted.length > 1) {
        await insertAuditEntry(tx, random, {
          actor,
          action,
          subject:
            wanted.length === 1 && only !== undefined ? alertSubject({ id: only }) : 'alerts',
          result: 'ok',
          at: now,
          detail: {
            ...detail,
            ...(text === undefined ? {} : { comment: text }),
            ...(wanted.length === 1 ? {} : { alerts: done, refused: results.length - done.length }),
          },
        });
      }
      return results;
    });

  return {
    acknowledge: async (actor, ids, comment) => {
      check(actor, ids, comment);
      return run(actor, ids, {
        action: 'acknowledgeAlert',
        comment,
        decide: (row, now) => {
          refuseResolved(row, 'acknowledge');
          refusePending(row, 'acknowledge');
          return decideOne(row, { kind: 'ACKNOWLEDGE', by: actor.name }, now);
        },
      });
    },
    unacknowledge: async (actor, ids, comment) => {
      check(actor, ids, comment);
      return run(actor, ids, {
        action: 'unacknowledgeAlert',
        comment,
        decide: (row, now) => {
          refuseResolved(row, 'give back');
          return decideOne(row, { kind: 'UNACKNOWLEDGE' }, now);
        },
      });
    },
    resolve: async (actor, ids, comment) => {
      check(actor, ids, comment);
      return run(actor, ids, {
        action: 'resolveAlert',
        comment,
        decide: (row, now) => {
          refuseResolved(row, 'resolve');
          refusePending(row, 'resolve');
          return decideOne(row, { kind: 'RESOLVE', by: actor.name }, now);
        },
      });
    },
    assign: async (actor, ids, to, comment) => {
      const name = to === null ? null : storableText(to.trim());
      const fault = name === null ? undefined : lengthFault('assignee', name, longestName);
      check(actor, ids, comment, fault);
      return run(actor, ids, {
        action: 'assignAlert',
        comment,
        detail: { to: name },
        decide: (row, now) => {
          refuseResolved(row, 'assign');
          if (row.assignedTo === name) return nothing;
          const alert = { ...row, assignedTo: name, updatedAt: now };
          const detail = { from: row.assignedTo, to: name };
          return { ...nothing, updates: [alert], changes: [{ kind: 'ASSIGNED', alert, detail }] };
        },
      });
    },
    comment: async (actor, ids, text) => {
      check(actor, ids, text, lengthFault('text', text.trim(), longestComment));
      return run(actor, ids, {
        action: 'commentOnAlert',
        comment: text.trim(),
        decide: (row) => ({ ...nothing, changes: [{ kind: 'COMMENTED', alert: row }] }),
      });
    },
  };
}

const nothing: Decision = { inserts: [], updates: [], touches: [], deletes: [], changes: [] };

function check(
  actor: Actor,
  ids: readonly string[],
  comment: string | undefined,
  fault?: { readonly path: string; readonly message: string },
): void {
  requireRole(actor, 'operator');
  const issues = fault === undefined ? [] : [fault];
  if (ids.length === 0) issues.push({ path: 'ids', message: 'must name an alert' });
  if (ids.length > mostAlertsAtOnce) {
    const message = `must name ${mostAlertsAtOnce} alerts at most; call it again for the others`;
    issues.push({ path: 'ids', message });
  }
  if (comment !== undefined && fault === undefined && comment.length > longestComment) {
    issues.push({ path: 'comment', message: `must have ${longestComment} characters at most` });
  }
  if (issues.length === 0) return;
  throw new InvalidInputError('Nothing was done with any alert.', issues);
}

function lengthFault(path: string, text: string, most: number) {
  if (text.length > 0 && text.length <= most) return undefined;
  return { path, message: `must have between 1 and ${most} characters` };
}

function refuseResolved({ resolvedAt, resolvedBy }: AlertRow, action: string): void {
  if (resolvedAt === null) return;
  const by = resolvedBy === null ? '' : ` by ${resolvedBy}`;
  throw new ConflictError(
    `It was resolved${by} at ${resolvedAt.toISOString()}, so there is nothing to ${action}. ` +
      'When its condition holds again, another alert opens; `alerts` lists those that are open.',
  );
}

function refusePending({ state }: AlertRow, action: string): void {
  if (state !== 'PENDING') return;
  throw new ConflictError(
    `It is pending: nobody was told of it yet, so there is nothing to ${action}. Wait until it ` +
      'fires, or create a silence that matches it.',
  );
}

const notThere = (): NotFoundError =>
  new NotFoundError('There is no such alert (any more). `alerts` lists those there are.');

const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
