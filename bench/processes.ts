// Processes of a bench: which core they run on, what they cost. Two cores are enough: the first
// belongs to the measured server alone, the load and PostgreSQL share the others.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export type Place = 'server' | 'load';

const lastCore = availableParallelism() - 1;
const cores: Readonly<Record<Place, string>> = { server: '0', load: `1-${lastCore}` };
// Without the program, or with one core, everything runs where the kernel puts it.
const pins = lastCore > 0 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** The command line that runs Node in a place; without one, where the kernel puts it. */
export function nodeCommand(
  place: Place | undefined,
  arguments_: readonly string[],
): readonly [string, string[]] {
  if (!pins || place === undefined) return [process.execPath, [...arguments_]];
  return ['taskset', ['-c', cores[place], process.execPath, ...arguments_]];
}

/** Moves this process to the load's cores; what it starts from now on follows it. */
export function moveToLoad(): void {
  if (pins) spawnSync('taskset', ['-a', '-c', '-p', cores.load, String(process.pid)]);
}

function readProcess(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // Only Linux tells; elsewhere these measures are left out.
    return undefined;
  }
}

// Linux counts in USER_HZ, which is 100 on every architecture Node runs on.
const tickMs = 10;

/** CPU time that a process has used, all its threads, user and system. */
export function cpuMs(pid: number): number {
  // The name in parentheses may hold anything; the fields are counted after it.
  const fields = readProcess(pid, 'stat')
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields?.[11]) + Number(fields?.[12])) * tickMs;
}

/** Memory of a process that is in RAM. */
export function residentKiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readProcess(pid, 'status') ?? '')?.[1]);
}
