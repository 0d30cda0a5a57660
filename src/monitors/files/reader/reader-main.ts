// What a reader runs, as a process of its own: a call that never returns holds up nobody, and a process
// can be left behind. One task at a time.
import { coerceError } from '../../../core/errors.ts';
import { examineFiles } from './examine.ts';
import { nodeFileAccess } from './file-access.ts';
import type { ReaderMessage, ReaderTask } from './protocol.ts';
import { scanFiles } from './scan.ts';

function send(message: ReaderMessage): void {
  process.send?.(message);
}

function work(task: ReaderTask): void {
  const progress = (): void => send({ progress: true });
  try {
    const answer =
      task.kind === 'scan'
        ? scanFiles(nodeFileAccess, task, progress)
        : examineFiles(nodeFileAccess, task, progress);
    send({ answer });
  } catch (error) {
    send({ failure: coerceError(error).message });
  }
}

process.on('message', work);
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
