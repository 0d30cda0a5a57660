// What a subcommand is given instead of the process: where it writes, whom it may ask, and what
// tells it to stop. Nothing that it writes can move the cursor or colour the reader's terminal but
// the styles of this file.
import { createInterface } from 'node:readline/promises';

export interface Terminal {
  /** What was asked for. */
  out(text: string): void;
  /** Everything else: what goes on, and what went wrong. */
  err(text: string): void;
  readonly colours: boolean;
  /** Somebody is there to be asked. */
  readonly interactive: boolean;
  /** One line of an answer; undefined when there is none. */
  ask(question: string): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;
type Style = keyof typeof codes;

/** Puts text into a style, when colours are wanted. */
export type Paint = (style: Style, text: string) => string;

/** The way to colour text on this terminal. */
export function painter(colours: boolean): Paint {
  return (style, text) => {
    if (!colours) return text;
    const [on, off] = codes[style];
    return `\u001B[${on}m${text}\u001B[${off}m`;
  };
}

/** A text of foreign origin (a file's name, an answer's message) without control characters. */
export function printable(text: string): string {
  // Control characters, line separators, and what turns the direction of writing.
  return text.replace(/(?![\n\t])[\p{Cc}\u2028\u2029\u202A-\u202E]/gu, '\uFFFD');
}

/** The same in one line. */
export function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ').trim());
}

/** The process's own terminal. `colours` says whether they are wanted where they can be shown. */
export function createProcessTerminal(colours: (isTerminal: boolean) => boolean): Terminal {
  const stopper = new AbortController();
  process.once('SIGINT', () => stopper.abort(new Error('interrupted')));
  // Whoever reads may leave early (`| head`); that is no failure of what was asked.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: colours(process.stdout.isTTY),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        const closed = new Promise<undefined>((resolve) => {
          lines.once('close', () => resolve(undefined));
        });
        return await Promise.race([lines.question(question, { signal: stopper.signal }), closed]);
      } finally {
        lines.close();
      }
    },
    signal: stopper.signal,
  };
}
