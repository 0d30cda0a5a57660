// Runs code whose time nobody can foresee, as a regular expression of somebody else's, and ends it when
// it takes too long. It holds up the process for that time, so the time is short. What counts is the time
// that the processor gave to it: on a machine that is overloaded, innocent work must not fail.
import vm from 'node:vm';

/** The work was ended. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
}

/** By the clock on the wall, each attempt longer than the one before. */
const attempts = [1, 5, 20];

/**
 * What `work`, which has no effect outside, gives.
 * @throws TooLongError when it takes more than `limitMs`, and whatever `work` throws.
 */
export function runBounded<T>(work: () => T, limitMs: number): T {
  for (const times of attempts) {
    const before = process.threadCpuUsage();
    const result = runOnce(work, limitMs * times);
    if (result !== undefined) return result.value;
    const { user, system } = process.threadCpuUsage(before);
    if ((user + system) / 1000 >= limitMs * 0.8) break;
  }
  throw new TooLongError(`it took more than ${limitMs} ms`);
}

/** Undefined when it was ended. */
function runOnce<T>(work: () => T, timeoutMs: number): { readonly value: T } | undefined {
  let result: { readonly value: T } | undefined;
  const context = vm.createContext({
    work: () => {
      result = { value: work() };
    },
  });
  try {
    vm.runInContext('work()', context, { timeout: timeoutMs });
  } catch (error) {
    const isTimeout =
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (isTimeout) return undefined;
    throw error;
  }
  return result;
}
