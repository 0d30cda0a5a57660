// What to tell of a foreign run: the difference between what was told last and what is seen now, as
// progress. Pure. What changes all the time (who it blocks) is told at most every few seconds.
import type { ForeignSession } from '../../core/migrations.ts';
import type { Progress, progressEvents, StatementFact } from '../events.ts';
import type { Observation } from './observe.ts';

export type FactKind = keyof typeof progressEvents;

/** One thing to tell; the recorder adds number, run and time. */
export interface Fact extends Partial<
  Pick<Progress, 'message' | 'blockedBy' | 'statement' | 'migration' | 'error'>
> {
  readonly kind: FactKind;
}

/** What was told last. */
export interface Told {
  readonly session: ForeignSession;
  readonly statementId: string;
  readonly progress: string;
  /** When who it blocks was told last, in monotonic milliseconds. */
  readonly blocksAtMs: number;
}

export interface Changes {
  readonly facts: readonly Fact[];
  readonly told: Told;
  /** The lock was found stale just now. */
  readonly becameStale: boolean;
}

// Shorter statements come and go between two looks.
const leastStatementMs = 1_000;
const blocksEveryMs = 5_000;

type Others = ForeignSession['blocks'];

/** The other sessions in words. */
export function nameSessions(sessions: Others): string {
  const shown = sessions
    .slice(0, 5)
    .map(({ pid, application }) =>
      application === null ? `pid ${pid}` : `pid ${pid} (${application})`,
    );
  const more = sessions.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const pids = (sessions: Others): string => sessions.map(({ pid }) => pid).join();

function statementFact(now: Observation): StatementFact | null {
  const { statement, progress } = now;
  if (statement === null) return null;
  return {
    index: 1,
    total: 1,
    text: statement.text,
    rows: null,
    durationMs: statement.ms,
    phase: progress?.phase ?? null,
    done: progress?.done ?? null,
    of: progress?.of ?? null,
  };
}

/** The facts that lead from `before` to `now`. */
export function changesOf(before: Told, now: Observation, atMs: number): Changes {
  const facts: Fact[] = [];
  const { session: old } = before;
  const { session } = now;
  const statement = statementFact(now);
  if (session.tool !== old.tool || session.sign !== old.sign) {
    facts.push({ kind: 'LOG', message: `${session.tool}: ${session.sign}` });
  }
  const worker = session.worker ?? null;
  if (worker !== null && worker.pid !== old.worker?.pid) {
    facts.push({ kind: 'LOG', message: `${nameSessions([worker])} works for it` });
  }
  const isNew =
    now.statement !== null &&
    now.statement.ms >= leastStatementMs &&
    now.statement.id !== before.statementId;
  if (isNew) facts.push({ kind: 'STATEMENT_STARTED', statement });
  if (pids(session.waitsFor) !== pids(old.waitsFor)) {
    facts.push(
      session.waitsFor.length === 0
        ? { kind: 'UNBLOCKED', statement }
        : {
            kind: 'BLOCKED',
            statement,
            blockedBy: [...now.blockedBy],
            message: `waits for ${nameSessions(session.waitsFor)}`,
          },
    );
  }
  const progress = now.progress === null ? '' : Object.values(now.progress).join('/');
  if (progress !== '' && progress !== before.progress) {
    facts.push({ kind: 'STATEMENT_PROGRESS', statement });
  }
  const blocks = blocksFact(before, session, atMs);
  if (blocks !== undefined) facts.push(blocks);
  if (session.stale !== old.stale) {
    const message = session.stale
      ? 'holds its lock and does nothing; nobody can migrate until it ends (terminateSession)'
      : 'is at work again';
    facts.push({ kind: 'LOG', message });
  }
  return {
    facts,
    becameStale: session.stale && !old.stale,
    told: {
      session,
      statementId: isNew ? (now.statement?.id ?? '') : before.statementId,
      progress: progress === '' ? before.progress : progress,
      blocksAtMs: blocks === undefined ? before.blocksAtMs : atMs,
    },
  };
}

function blocksFact(before: Told, session: ForeignSession, atMs: number): Fact | undefined {
  const old = before.session.blocks;
  if (pids(session.blocks) === pids(old)) return undefined;
  if (session.blocks.length === 0) return { kind: 'LOG', message: 'blocks nobody any more' };
  const first = old.length === 0;
  if (!first && atMs - before.blocksAtMs < blocksEveryMs) return undefined;
  return { kind: 'LOG', message: `blocks ${nameSessions(session.blocks)}` };
}
