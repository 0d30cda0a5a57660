// A stop has an end, whatever hangs. `process.exit` waits for threads, and a thread in a file call that
// never returns (a dead mount) keeps it waiting for ever; no timer of this process fires then. So
// a process of its own waits beside the stop and kills what is still there in the end. It ends by itself
// as soon as this process has gone: its input ends then, so that it never kills another one of that id.
import { spawn } from 'node:child_process';

import type { Clock } from './core/clock.ts';

const script = `
  const [id, lastMs, exitMs] = process.argv.slice(1).map(Number);
  const kill = () => {
    if (process.ppid === id) process.kill(id, 'SIGKILL');
    process.exit();
  };
  process.stdin.on('data', () => setTimeout(kill, exitMs));
  process.stdin.on('end', () => process.exit()).on('error', () => process.exit());
  setTimeout(kill, Math.max(0, lastMs - Date.now()));
`;

export interface EndInTimeOptions {
  readonly clock: Clock;
  /** How long it may take from now on. */
  readonly mostMs: number;
  /** How long the exit alone may take. */
  readonly exitMs: number;
}

/** Kills this process when it is late. Returned: says that everything is safe and only the exit is left. */
export function endInTime({ clock, mostMs, exitMs }: EndInTimeOptions): () => void {
  // An instant, because on a busy machine its own start takes a while.
  const numbers = [process.pid, clock.now().getTime() + mostMs, exitMs].map(String);
  // Of a session of its own: the terminal's signals are not for it.
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=32', '-e', script, '--', ...numbers],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {}, cwd: '/' },
  );
  // Without it the stop is as good as it was; nobody is left to be told.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return () => void child.stdin.write('.');
}
