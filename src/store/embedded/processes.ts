// Questions about processes: `/proc` on Linux, `ps` elsewhere. A zombie counts as ended: nothing of
// it runs, only its parent has not asked for its exit status yet.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

import { errorCode } from './errors.ts';

const run = promisify(execFile);

interface ProcessFacts {
  readonly zombie: boolean;
  /** The name of the program, or its whole command line where there is no `/proc`. */
  readonly command: string;
}

function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}

async function factsOf(pid: number, platform: NodeJS.Platform): Promise<ProcessFacts | undefined> {
  if (!exists(pid)) return undefined;
  try {
    if (platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      const state = stat.charAt(end + 2);
      return {
        zombie: state === 'Z' || state === 'X',
        command: stat.slice(stat.indexOf('(') + 1, end),
      };
    }
    const { stdout } = await run('ps', ['-ww', '-o', 'state=,command=', '-p', String(pid)]);
    return { zombie: stdout.trim().startsWith('Z'), command: stdout };
  } catch {
    // It ended between the two questions, or is hidden from us (then it is none of ours).
    return undefined;
  }
}

/** True while the process runs. */
export async function isAlive(pid: number, platform: NodeJS.Platform): Promise<boolean> {
  const facts = await factsOf(pid, platform);
  return facts !== undefined && !facts.zombie;
}

/** True when the process is a running PostgreSQL whose data directory is `dataDirectory` (absolute). */
export async function isPostmasterOf(
  pid: number,
  dataDirectory: string,
  platform: NodeJS.Platform,
): Promise<boolean> {
  const facts = await factsOf(pid, platform);
  if (facts === undefined || facts.zombie || pid === process.pid) return false;
  if (platform !== 'linux') {
    return facts.command.includes('postgres') && facts.command.includes(`-D ${dataDirectory}`);
  }
  if (facts.command !== 'postgres') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === dataDirectory;
  } catch {
    // Ended meanwhile, or of another user and so not the server of our data.
    return false;
  }
}
