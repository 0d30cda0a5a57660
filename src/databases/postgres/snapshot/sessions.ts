// The sessions that read one snapshot together. The first one is enough. Where the catalogue is large, a
// second one may join it in the very same state of the database (an exported snapshot), and takes what
// is still to be done. It is never waited for before it has joined, and when it cannot (no connection is
// left, a pooler has none, another server answers), the first one reads everything.
import { coerceError } from '../../../core/errors.ts';
import type { Session } from '../session.ts';

/** A piece of the reading, done on whichever session is free. */
export type Task = (session: Session) => Promise<void>;

export interface SecondSession {
  /** Opened once, when it is needed first. */
  open(): Promise<Session>;
  /** The statements that put it into the state of the first one. */
  readonly joining: string;
}

// The server finds the next question there when it has answered one.
const inFlight = 2;

/** Does all the tasks; the longest ones should come first. Rejects with the first failure's cause. */
export async function readTogether(
  first: Session,
  second: SecondSession | undefined,
  tasks: readonly Task[],
): Promise<void> {
  const waiting = [...tasks];
  const failures: unknown[] = [];
  const drain = async (session: Session): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      try {
        await task(session);
      } catch (error) {
        failures.push(error);
        waiting.length = 0;
      }
    }
  };
  const drainAll = async (session: Session): Promise<void> => {
    await Promise.all(Array.from({ length: inFlight }, () => drain(session)));
  };

  let joined: Promise<void> | undefined;
  const join = async (from: SecondSession): Promise<void> => {
    const session = await from.open();
    if (waiting.length === 0) return;
    await session.execute(from.joining);
    joined = drainAll(session);
  };
  // Why it did not join makes no difference.
  if (second !== undefined) join(second).catch(() => undefined);
  await drainAll(first);
  await joined;
  // After the first failure a server refuses all else in that transaction.
  const cause = failures.find((failure) => codeOf(failure) !== '25P02');
  if (failures.length > 0) throw coerceError(cause ?? failures[0]);
}

/** The SQLSTATE of a failure; an empty text when it has none. */
export function codeOf(error: unknown): string {
  const failure = coerceError(error);
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : '';
}
