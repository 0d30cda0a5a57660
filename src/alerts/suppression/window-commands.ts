// Declaring, changing and ending maintenance windows over the API: on record, and in force when the call
// returns. What the configuration file declares stays the file's.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { nameForm } from '../../core/database-words.ts';
import { ConflictError, NotFoundError, type InputIssue } from '../../core/errors.ts';
import { writeMatcher, type Matcher } from '../../core/matchers.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import {
  longestComment,
  scheduleFault,
  type MaintenanceSettings,
  type WindowSchedule,
} from '../../core/suppression.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import {
  endDeclaredWindow,
  insertDeclaredWindow,
  listDeclaredWindows,
  updateDeclaredWindow,
  type DeclaredWindow,
} from '../../store/maintenance-windows.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { maintenanceDeclared } from '../../store/suppression-events.ts';
import { lockStanding, type GroundReader, type KnownWindow } from './ground.ts';
import { cronFault, occurrencesOf } from './occurrences.ts';
import { checkMatchers, failOn } from './silence-input.ts';

/** One of both is set. */
export interface ScheduleInput {
  readonly once?: { readonly from: Date; readonly until: Date } | null | undefined;
  readonly recurring?:
    | {
        readonly cron: string;
        readonly durationMs: number;
        readonly timeZone: string;
      }
    | null
    | undefined;
}

export interface NewWindow extends ScheduleInput {
  readonly name: string;
  readonly match: readonly string[];
  readonly comment: string;
}

export interface WindowChange extends ScheduleInput {
  readonly match?: readonly string[] | null | undefined;
  readonly comment?: string | null | undefined;
}

/** All are for operators and throw ForbiddenError, InvalidInputError, ConflictError. */
export interface WindowCommands {
  create(actor: Actor, input: NewWindow): Promise<KnownWindow>;
  /** @throws NotFoundError */
  update(actor: Actor, name: string, change: WindowChange): Promise<KnownWindow>;
  /** Ends it for good, and what goes on of it at once. @throws NotFoundError */
  end(actor: Actor, name: string): Promise<KnownWindow>;
}

export interface WindowCommandOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly ground: Pick<GroundReader, 'isInFile'>;
  /** Puts in force what was changed; never fails. */
  apply(): Promise<void>;
  readonly maxWindows?: number;
}

/** Creates the commands. */
export function createWindowCommands(options: WindowCommandOptions): WindowCommands {
  const { store, clock, random, ground, apply, maxWindows = 200 } = options;

  const change = async <T>(
    actor: Actor,
    name: string,
    work: (tx: StoreTransaction, declared: readonly DeclaredWindow[]) => Promise<T>,
  ): Promise<T> => {
    requireRole(actor, 'operator');
    if (ground.isInFile(name)) {
      throw new ConflictError(
        `The maintenance window "${name}" is declared in hawkwatch.yaml, and the file wins: change ` +
          'it there, or make a silence.',
      );
    }
    const result = await store.transaction(async (tx) => {
      await lockStanding(tx.q);
      return work(tx, await listDeclaredWindows(tx.q));
    });
    await apply();
    return result;
  };

  const tell = async (
    tx: StoreTransaction,
    actor: Actor,
    action: 'CREATED' | 'UPDATED' | 'ENDED',
    window: MaintenanceSettings,
  ): Promise<void> => {
    const at = clock.now();
    const subject = `maintenance:${window.name}`;
    const payload = { window: window.name, action, by: actor.name };
    tx.append(maintenanceDeclared.create({ subject, occurredAt: at, payload }));
    const { schedule, comment } = window;
    const detail = { match: window.match.map(writeMatcher), schedule, comment };
    const done = actions[action];
    await insertAuditEntry(tx, random, { actor, action: done, subject, result: 'ok', at, detail });
  };

  return {
    create: async (actor, input) => {
      const issues: InputIssue[] = [];
      const { name } = input;
      if (!nameForm.pattern.test(name)) {
        issues.push({ path: 'input.name', message: nameForm.message });
      }
      const match = checkMatchers(input.match, 'input.match', issues);
      const comment = checkWindowComment(input.comment, issues);
      const schedule = checkSchedule(input, clock.now(), issues);
      return change(actor, name, async (tx, declared) => {
        failOn(issues, 'The maintenance window was not made');
        if (declared.some((one) => one.name === name)) {
          throw new ConflictError(
            `There is a maintenance window "${name}" already. Change it with ` +
              'updateMaintenanceWindow, or end it first.',
          );
        }
        if (declared.length >= maxWindows) {
          throw new ConflictError(
            `There may be ${maxWindows} maintenance windows. End some with endMaintenanceWindow.`,
          );
        }
        const settings = { name, match, comment, schedule: requireSchedule(schedule) };
        const by = { createdBy: actor.name, createdAt: clock.now() };
        await insertDeclaredWindow(tx.q, random.uuid(), { ...settings, ...by });
        await tell(tx, actor, 'CREATED', settings);
        return toKnown({ ...settings, ...by });
      });
    },
    update: (actor, name, given) =>
      change(actor, name, async (tx, declared) => {
        const before = declared.find((one) => one.name === name) ?? notThere();
        const issues: InputIssue[] = [];
        const match: readonly Matcher[] =
          given.match == null ? before.match : checkMatchers(given.match, 'input.match', issues);
        const comment = checkWindowComment(given.comment ?? before.comment, issues);
        const keeps = given.once == null && given.recurring == null;
        const schedule = keeps ? before.schedule : checkSchedule(given, clock.now(), issues);
        failOn(issues, 'The maintenance window was not changed');
        const settings = { name, match, comment, schedule: requireSchedule(schedule) };
        await updateDeclaredWindow(tx.q, settings);
        await tell(tx, actor, 'UPDATED', settings);
        return toKnown({ ...before, ...settings });
      }),
    end: (actor, name) =>
      change(actor, name, async (tx, declared) => {
        const before = declared.find((one) => one.name === name) ?? notThere();
        await endDeclaredWindow(tx.q, name, clock.now());
        await tell(tx, actor, 'ENDED', before);
        return toKnown(before);
      }),
  };
}

const actions = {
  CREATED: 'createMaintenanceWindow',
  UPDATED: 'updateMaintenanceWindow',
  ENDED: 'endMaintenanceWindow',
} as const;

const toKnown = (window: DeclaredWindow): KnownWindow => ({
  ...window,
  origin: 'API',
  occurrences: occurrencesOf(window.schedule),
});

function checkWindowComment(text: string, issues: InputIssue[]): string {
  const comment = text.trim();
  if (comment.length > longestComment) {
    const message = `must have ${longestComment} characters at most`;
    issues.push({ path: 'input.comment', message });
  }
  return comment;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    // The only way to ask for it: an unknown name is a RangeError.
    return false;
  }
}

function checkSchedule(
  { once, recurring }: ScheduleInput,
  now: Date,
  issues: InputIssue[],
): WindowSchedule | undefined {
  const add = (path: string, message: string): void => void issues.push({ path, message });
  if ((once == null) === (recurring == null)) {
    add('input', 'needs one of once and recurring');
    return undefined;
  }
  if (once != null) {
    const schedule: WindowSchedule = {
      kind: 'once',
      from: once.from.toISOString(),
      until: once.until.toISOString(),
    };
    const fault = scheduleFault(schedule);
    if (fault !== undefined) add('input.once', fault);
    else if (once.until <= now) add('input.once.until', 'must not be over already');
    return schedule;
  }
  if (recurring == null) return undefined;
  const schedule: WindowSchedule = { kind: 'recurring', ...recurring };
  const fault = scheduleFault(schedule);
  if (fault !== undefined) add('input.recurring.durationMinutes', fault);
  if (!isTimeZone(recurring.timeZone)) {
    add('input.recurring.timeZone', 'is no time zone, as Europe/Berlin or UTC');
  } else {
    const long = recurring.cron.length > 200 ? 'must have 200 characters at most' : undefined;
    const wrong = long ?? cronFault(recurring.cron, recurring.timeZone, now);
    if (wrong !== undefined) add('input.recurring.cron', wrong);
  }
  return schedule;
}

function requireSchedule(schedule: WindowSchedule | undefined): WindowSchedule {
  if (schedule === undefined) throw new Error('a window without a schedule was not refused');
  return schedule;
}

function notThere(): never {
  throw new NotFoundError(
    'There is no such maintenance window. `maintenanceWindows` lists those there are.',
  );
}
