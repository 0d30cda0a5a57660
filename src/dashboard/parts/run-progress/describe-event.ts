// An event of a run as a line of its log.
import { formatDuration } from '../format-time.ts';
import type { ProgressEvent, Run } from './operations.ts';

export type LineTone = 'plain' | 'soft' | 'good' | 'warn' | 'bad';

const count = new Intl.NumberFormat('en');

/** `1 row`, `12,000 rows`. */
export function rowsOf(rows: number): string {
  return `${count.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

interface Named {
  readonly pid: number;
  readonly application?: string | null | undefined;
  readonly user?: string | null | undefined;
}

/** True for a transaction that was prepared: it holds its locks without a session. */
export const isPrepared = ({ pid }: Named): boolean => pid === 0;

/** Who holds a lock, in short: `pid 4711 (worker, shop)`. */
export function nameOf(session: Named): string {
  if (isPrepared(session)) return 'a prepared transaction';
  const who = [session.application, session.user].filter((part) => part != null && part !== '');
  return `pid ${session.pid}${who.length === 0 ? '' : ` (${who.join(', ')})`}`;
}

/** One line of it, however it was written. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function withMessage(text: string, message: string | null | undefined): string {
  return message == null || message === '' ? text : `${text}: ${message}`;
}

function describeStatement(event: ProgressEvent): string {
  const { statement, migration } = event;
  if (statement == null) return migration?.version ?? 'a statement';
  return `${migration?.version ?? ''} statement ${statement.index} of ${statement.total}`.trim();
}

function describeProgress({ statement }: ProgressEvent): string {
  const { phase, done, of } = statement ?? {};
  if (done == null || of == null || of <= 0) return phase ?? 'going on';
  const share = `${Math.floor(Math.min(1, done / of) * 100)} %`;
  return phase == null || phase === '' ? share : `${phase}, ${share}`;
}

function describeStep(event: ProgressEvent, kind: Run['kind']): { text: string; tone: LineTone } {
  const { migration, message } = event;
  const name = `${migration?.version ?? 'migration'} ${migration?.name ?? ''}`.trim();
  const took = migration?.durationMs == null ? '' : ` in ${formatDuration(migration.durationMs)}`;
  switch (migration?.state) {
    case 'APPLIED':
      if (kind === 'ROLLBACK')
        return { text: withMessage(`${name} stays applied`, message), tone: 'bad' };
      return { text: withMessage(`${name} is applied${took}`, message), tone: 'good' };
    case 'ROLLED_BACK':
      return { text: withMessage(`${name} is rolled back${took}`, message), tone: 'good' };
    case 'FAILED':
      return { text: withMessage(`${name} failed`, message), tone: 'bad' };
    case 'PARTIAL':
      return { text: withMessage(`${name} is half done`, message), tone: 'bad' };
    default:
      return { text: withMessage(`${name} ended`, message), tone: 'plain' };
  }
}

/** What the log of a run of this kind says of an event, and how grave it is. */
export function describeEvent(
  event: ProgressEvent,
  runKind: Run['kind'],
): { text: string; tone: LineTone } {
  const { kind, migration, statement, message } = event;
  switch (kind) {
    case 'SNAPSHOT':
      return { text: 'What was before is not kept any more', tone: 'soft' };
    case 'QUEUED':
      return { text: withMessage('Queued', message), tone: 'plain' };
    case 'STARTED':
      return { text: withMessage('The run began', message), tone: 'plain' };
    case 'MIGRATION_STARTED':
      return { text: `${migration?.version} ${migration?.name} begins`, tone: 'plain' };
    case 'STATEMENT_STARTED':
      return {
        text: `${describeStatement(event)}: ${inOneLine(statement?.text ?? '')}`,
        tone: 'soft',
      };
    case 'STATEMENT_PROGRESS':
      return { text: `${describeStatement(event)}: ${describeProgress(event)}`, tone: 'soft' };
    case 'STATEMENT_FINISHED': {
      const took =
        statement?.durationMs == null ? '' : ` in ${formatDuration(statement.durationMs)}`;
      const rows = statement?.rows == null ? '' : `, ${rowsOf(statement.rows)}`;
      const text = `${describeStatement(event)} done${took}${rows}`;
      return { text: withMessage(text, message), tone: 'soft' };
    }
    case 'BLOCKED': {
      const by = event.blockedBy.map(nameOf).join(', ');
      return { text: withMessage(`Blocked${by === '' ? '' : ` by ${by}`}`, message), tone: 'warn' };
    }
    case 'UNBLOCKED':
      return { text: 'Not blocked any more', tone: 'plain' };
    case 'LOCK_RETRY':
      return { text: sentence(message ?? 'A lock is tried again'), tone: 'warn' };
    case 'MIGRATION_FINISHED':
      return describeStep(event, runKind);
    case 'LOG':
      return { text: sentence(message ?? ''), tone: 'plain' };
    case 'FINISHED':
      return { text: withMessage('The run ended', message), tone: 'plain' };
  }
}
