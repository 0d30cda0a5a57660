// squawk, another linter of PostgreSQL migrations, run as its package brings it. Its findings are
// given with the byte at which they begin, so that they can be laid beside hawkwatch's.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface SquawkFinding {
  readonly file: string;
  readonly rule: string;
  /** Counted from 0, as squawk cuts lines: at \n only. */
  readonly line: number;
  /** In bytes, counted from 0. */
  readonly column: number;
}

interface Reported {
  readonly file: string;
  readonly rule_name: string;
  readonly line: number;
  readonly column: number;
}

function isReported(value: unknown): value is Reported {
  return typeof value === 'object' && value !== null && 'rule_name' in value && 'line' in value;
}

/** The program of the installed package, whatever the machine is. */
function findBinary(): string {
  const require = createRequire(import.meta.url);
  const script = require.resolve('squawk-cli/package.json');
  return path.join(path.dirname(script), 'js/bin/squawk');
}

/** Everything squawk finds in files of a folder; all rules are on. */
export function runSquawk(
  folder: string,
  files: readonly string[],
  options: { readonly assumeInTransaction: boolean },
): readonly SquawkFinding[] {
  if (files.length === 0) return [];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      findBinary(),
      '--reporter=json',
      '--pg-version=18.0',
      '--include=require-table-schema',
      ...(options.assumeInTransaction ? ['--assume-in-transaction'] : []),
      ...files,
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  // 1: something was found.
  if (status !== 0 && status !== 1) throw new Error(`squawk ended with ${status}: ${stderr}`);
  const reported: unknown = JSON.parse(stdout);
  if (!Array.isArray(reported) || !reported.every(isReported)) {
    throw new Error('squawk reports in a form that is not known here');
  }
  return reported.map(({ file, rule_name: rule, line, column }) => ({ file, rule, line, column }));
}
