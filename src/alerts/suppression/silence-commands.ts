// Making, changing and ending silences: on record, in one transaction with its event and its entry in the
// audit log, and in force when the call returns. A silence is never changed: another takes its place in
// the same transaction, so that no alert is told of in between.
import type { Actor } from '../../core/actor.ts';
import { matchedLabels, ruleLabel } from '../../core/alerts.ts';
import type { Clock } from '../../core/clock.ts';
import { ConflictError, NotFoundError, type InputIssue } from '../../core/errors.ts';
import { matchesAll, type Matcher, writeMatcher } from '../../core/matchers.ts';
import type { Random } from '../../core/random.ts';
import { roleIncludes, type Role } from '../../core/role.ts';
import { requireRole } from '../../core/require-role.ts';
import { listAlertsById, type AlertRow } from '../../store/alerts.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import {
  countOpenSilences,
  endSilences,
  insertSilences,
  lockSilences,
  silenceStateOf,
  type SilenceRow,
} from '../../store/silences.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { listOpenLike } from '../../store/suppressed-alerts.ts';
import { lockStanding } from './ground.ts';
import { silenceEnded, silenceMade } from './silence-events.ts';
import {
  checkComment,
  checkMatchers,
  checkTimes,
  failOn,
  type SilenceTimes,
} from './silence-input.ts';

export interface NewSilence extends SilenceTimes {
  readonly matchers: readonly string[];
  readonly comment: string;
}

export interface SilenceChange extends SilenceTimes {
  readonly matchers?: readonly string[] | null | undefined;
  readonly comment?: string | null | undefined;
}

/** All but `preview` are for operators and throw ForbiddenError, InvalidInputError. */
export interface SilenceCommands {
  /** @throws ConflictError when there are too many. */
  create(actor: Actor, input: NewSilence): Promise<SilenceRow>;
  /** Ends one and makes another in its place. @throws NotFoundError, ConflictError. */
  update(actor: Actor, id: string, change: SilenceChange): Promise<SilenceRow>;
  /** Ends silences; those that have ended stay as they are. @throws NotFoundError for one. */
  expire(actor: Actor, ids: readonly string[], action: string): Promise<readonly SilenceRow[]>;
  /** One silence for each alert, of all that identifies it. @throws NotFoundError. */
  silenceAlerts(
    actor: Actor,
    alertIds: readonly string[],
    input: SilenceTimes & { readonly comment: string },
    action: string,
  ): Promise<readonly SilenceRow[]>;
  /** Ids of the open alerts that matchers would silence and that `role` may see, oldest first. */
  preview(matchers: readonly string[], role: Role): Promise<readonly string[]>;
}

export interface SilenceCommandOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** Puts in force what was changed; never fails. */
  apply(): Promise<void>;
  readonly maxSilences?: number;
}

const mostAtOnce = 100;

/** Creates the commands. */
export function createSilenceCommands(options: SilenceCommandOptions): SilenceCommands {
  const { store, clock, random, apply, maxSilences = 1_000 } = options;

  const audit = (
    tx: StoreTransaction,
    actor: Actor,
    action: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> =>
    insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at: clock.now(), detail });

  const requireRoom = async (tx: StoreTransaction, wanted: number): Promise<void> => {
    if ((await countOpenSilences(tx.q, clock.now())) + wanted <= maxSilences) return;
    throw new ConflictError(
      `There may be ${maxSilences} silences at a time. End some, or use one whose matchers fit more.`,
    );
  };

  const made = (
    actor: Actor,
    given: Pick<SilenceRow, 'matchers' | 'startsAt' | 'endsAt' | 'comment'>,
  ): SilenceRow => ({
    ...given,
    id: random.uuid(),
    createdBy: actor.name,
    createdAt: clock.now(),
    endedAt: null,
    endedBy: null,
  });

  /** Runs a change of silences alone, and has it in force afterwards. */
  const change = async <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> => {
    const result = await store.transaction(async (tx) => {
      await lockStanding(tx.q);
      return work(tx);
    });
    await apply();
    return result;
  };

  return {
    create: async (actor, input) => {
      requireRole(actor, 'operator');
      const now = clock.now();
      const issues: InputIssue[] = [];
      const matchers = checkMatchers(input.matchers, 'input.matchers', issues);
      const comment = checkComment(input.comment, 'input.comment', issues);
      const times = checkTimes(input, now, issues);
      failOn(issues, 'The silence was not made');
      return change(async (tx) => {
        await requireRoom(tx, 1);
        const row = made(actor, { matchers, comment, ...times });
        await insertSilences(tx.q, [row]);
        tx.append(silenceMade(row, clock.now(), null));
        await audit(tx, actor, 'createSilence', `silence:${row.id}`, told(row));
        return row;
      });
    },
    update: async (actor, id, given) => {
      requireRole(actor, 'operator');
      return change(async (tx) => {
        const now = clock.now();
        const [before] = await lockSilences(tx.q, [id].filter(isUuid));
        if (before === undefined) throw notThere();
        if (silenceStateOf(before, now) === 'EXPIRED') {
          throw new ConflictError('This silence has ended. Make another one with createSilence.');
        }
        const issues: InputIssue[] = [];
        const matchers =
          given.matchers == null
            ? before.matchers
            : checkMatchers(given.matchers, 'input.matchers', issues);
        const comment = checkComment(given.comment ?? before.comment, 'input.comment', issues);
        const keepsEnd = given.endsAt == null && given.durationMs == null;
        const times = checkTimes(
          {
            startsAt: given.startsAt ?? before.startsAt,
            endsAt: keepsEnd ? before.endsAt : given.endsAt,
            durationMs: given.durationMs,
          },
          now,
          issues,
        );
        failOn(issues, 'The silence was not changed');
        const row = made(actor, { matchers, comment, ...times });
        const [ended] = await endSilences(tx.q, [id], { at: now, by: actor.name });
        await insertSilences(tx.q, [row]);
        if (ended !== undefined) tx.append(silenceEnded(ended, now, row.id));
        tx.append(silenceMade(row, now, id));
        await audit(tx, actor, 'updateSilence', `silence:${id}`, { becomes: row.id, ...told(row) });
        return row;
      });
    },
    expire: async (actor, ids, action) => {
      requireRole(actor, 'operator');
      failOn(tooMany(ids, 'ids'), 'No silence was ended');
      return change(async (tx) => {
        const now = clock.now();
        const before = await lockSilences(tx.q, ids.filter(isUuid));
        if (before.length < new Set(ids).size) throw notThere();
        const ended = await endSilences(tx.q, ids, { at: now, by: actor.name });
        for (const row of ended) tx.append(silenceEnded(row, now, null));
        const subject = ids.length === 1 ? `silence:${ids[0]}` : 'silences';
        await audit(tx, actor, action, subject, { silences: ids, ended: ended.length });
        const byId = new Map([...before, ...ended].map((row) => [row.id, row]));
        return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
      });
    },
    silenceAlerts: async (actor, alertIds, input, action) => {
      requireRole(actor, 'operator');
      const now = clock.now();
      const issues = tooMany(alertIds, 'alerts');
      const comment = checkComment(input.comment, 'comment', issues);
      const times = checkTimes(input, now, issues);
      failOn(issues, 'No alert was silenced');
      return change(async (tx) => {
        const alerts = await listAlertsById(tx.q, alertIds.filter(isUuid));
        const seen = alerts.filter(({ audience }) => roleIncludes(actor.role, audience));
        const byId = new Map(seen.map((alert) => [alert.id, alert]));
        const wanted = [...new Set(alertIds)].map((id) => byId.get(id) ?? noAlert());
        await requireRoom(tx, wanted.length);
        const rows = wanted.map((alert) =>
          made(actor, { matchers: identityOf(alert), comment, ...times }),
        );
        await insertSilences(tx.q, rows);
        for (const row of rows) tx.append(silenceMade(row, now, null));
        const subject = wanted.length === 1 ? `alert:${alertIds[0]}` : 'alerts';
        const silences = rows.map(({ id }) => id);
        await audit(tx, actor, action, subject, { alerts: alertIds, silences, comment });
        return rows;
      });
    },
    preview: async (texts, role) => {
      const issues: InputIssue[] = [];
      const matchers = checkMatchers(texts, 'matchers', issues);
      failOn(issues, 'These matchers cannot be used');
      const alerts = await listOpenLike(store.q, matchers, role);
      return alerts
        .filter((alert) => matchesAll(matchers, matchedLabels(alert)))
        .map(({ id }) => id);
    },
  };
}

const told = ({ matchers, startsAt, endsAt, comment }: SilenceRow) => ({
  matchers: matchers.map(writeMatcher),
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  comment,
});

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const isUuid = (text: string): boolean => uuidForm.test(text);

function tooMany(ids: readonly string[], path: string): InputIssue[] {
  return ids.length > 0 && ids.length <= mostAtOnce
    ? []
    : [{ path, message: `must hold 1 to ${mostAtOnce}` }];
}

// Labels of these names are what the alert is, whatever it says itself.
const ownWords = new Set(['rule', ruleLabel, 'type', 'severity']);

/** Matchers that fit this alert, whenever it comes again, and no other. */
function identityOf(alert: AlertRow): readonly Matcher[] {
  const given = Object.entries(alert.labels).filter(([label]) => !ownWords.has(label));
  if (!given.some(([label]) => label === 'subject')) given.unshift(['subject', alert.subject]);
  given.unshift(['rule', alert.rule]);
  return given.map(([label, value]) => ({ label, operator: '=', value }));
}

function notThere(): NotFoundError {
  return new NotFoundError('There is no such silence. `silences` lists those there are.');
}

function noAlert(): never {
  throw new NotFoundError('There is no such alert. `alerts` lists those there are.');
}
