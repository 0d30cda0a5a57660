// The raw lines of the event stream, between reading and storing. They are read without a pause, because a
// daemon drops what is not taken within a tenth of a second; what does not fit ends the stream.
import type { Bell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import { DaemonError } from './daemon-error.ts';

export interface Line {
  /** Null: it was too long. */
  readonly text: string | null;
  /** By our own clock. */
  readonly heardAtMs: number;
}

export interface LineQueue {
  /** The oldest lines. */
  take(most: number): Line[];
  readonly isEmpty: boolean;
  /** Why no more will come; undefined while some may. */
  readonly ended: Error | undefined;
}

const mostLines = 20_000;
const mostCharacters = 64 * 1_048_576;

/** Reads until the stream ends. `stop` is called when too much waits. */
export function readIntoQueue(
  lines: AsyncIterable<string | null>,
  { bell, now, stop }: { readonly bell: Bell; now(): number; stop(): void },
): LineQueue {
  const waiting: Line[] = [];
  let characters = 0;
  let ended: Error | undefined;
  const read = async (): Promise<void> => {
    for await (const text of lines) {
      waiting.push({ text, heardAtMs: now() });
      characters += text?.length ?? 0;
      if (waiting.length > mostLines || characters > mostCharacters) {
        stop();
        throw new DaemonError('AWAY', 'events came faster than they could be stored');
      }
      bell.ring();
    }
  };
  read()
    .then(() => {
      ended = new DaemonError('AWAY', 'it ended the stream of events');
    })
    .catch((error: unknown) => {
      ended = coerceError(error);
    })
    .finally(() => bell.ring());
  return {
    take: (most) => {
      const taken = waiting.splice(0, most);
      for (const { text } of taken) characters -= text?.length ?? 0;
      return taken;
    },
    get isEmpty() {
      return waiting.length === 0;
    },
    get ended() {
      return ended;
    },
  };
}
