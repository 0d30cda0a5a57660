// `hawkwatch assess`: what migration files may do to a database, offline on files or by a server
// against the live database. Prints a report and ends with an exit code for CI.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { riskLevels, type ImpactAssessment, type RiskLevel } from '../core/impact.ts';
import { coerceError } from '../core/errors.ts';
import { migrationTools } from '../core/migrations.ts';
import type { Dialect } from '../migrations/impact/assessment-input.ts';
import { assessByServer } from './assess-by-server.ts';
import { readFolder, readNamed, recogniseTool, type GivenFile } from './assess-files.ts';
import {
  assessOffline,
  findRule,
  transactionModes,
  type TransactionMode,
} from './assess-offline.ts';
import type { CommandContext } from './command.ts';
import { connect, connectionOptions } from './connection.ts';
import { CommandError, exitCodes, type ExitCode } from './failures.ts';
import { describeOptions, parseOptions, type CommandOption } from './options.ts';
import { reportFormNames, reportForms, type ReportFormName } from './reports/registry.ts';
import { judge, type Thresholds } from './verdict.ts';

export const assessOptions = {
  folder: {
    kind: 'value',
    placeholder: 'DIR',
    help: 'assess the .sql files in this folder, at any depth',
  },
  database: {
    kind: 'value',
    placeholder: 'NAME',
    help: 'ask a server, against this database; without files: its pending migrations',
  },
  source: {
    kind: 'value',
    placeholder: 'NAME',
    help: 'the migration source of the database, where it has several',
  },
  ...connectionOptions,
  'pg-version': {
    kind: 'value',
    placeholder: 'N',
    help: 'the major version of PostgreSQL to assume offline, as 16',
  },
  dialect: {
    kind: 'value',
    placeholder: 'NAME',
    choices: ['postgresql', 'mysql', 'sqlite'],
    help: 'the SQL that offline files are written in (default: postgresql)',
  },
  tool: {
    kind: 'value',
    placeholder: 'NAME',
    choices: [...migrationTools],
    help: 'offline: the tool that runs the files (default: told by the folder and by their\ncomments, else sql)',
  },
  transactions: {
    kind: 'value',
    placeholder: 'WHO',
    choices: transactionModes,
    help: 'offline: who puts a transaction around a file: hawkwatch where it can (default),\nthe tool always, or none',
  },
  format: {
    kind: 'value',
    placeholder: 'FORM',
    choices: reportFormNames,
    help: `the report's form: ${reportFormNames.join(', ')} (default: human)`,
  },
  'fail-on': {
    kind: 'value',
    placeholder: 'LEVEL',
    choices: [...riskLevels.slice(1), 'never'],
    help: 'the risk from which the exit code is 1 (default: HIGH); UNKNOWN is the highest',
  },
  'min-confidence': {
    kind: 'value',
    placeholder: 'N',
    help: 'exit code 1 also when the confidence is below N of 100 (default: 0)',
  },
  'opt-in': {
    kind: 'list',
    placeholder: 'RULE',
    help: 'turn on a rule that is off by default; several with commas',
  },
  output: {
    kind: 'value',
    placeholder: 'FILE',
    help: 'write the report into this file instead of printing it',
  },
} as const satisfies Record<string, CommandOption>;

export const assessUsage = `Usage: hawkwatch assess [options] FILE…
       hawkwatch assess [options] --folder DIR
       hawkwatch assess [options] --database NAME --url URL [FILE… | --folder DIR]

Tells what SQL migrations may do to a database that is in use. Nothing is executed.

${describeOptions(assessOptions)}

Exit codes: 0 below the threshold, 1 threshold reached, 2 nothing could be assessed (wrong usage,
unreadable files, server not reachable). See docs/cli.md.
`;

type AssessValues = ReturnType<typeof parseAssess>['values'];
const parseAssess = (argv: readonly string[]) => parseOptions(argv, assessOptions);

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^[0-9]{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandError(`--${option} must be a whole number from ${least} to ${most}`);
}

function thresholdsOf(values: AssessValues): Thresholds {
  return {
    failOn: (values['fail-on'] ?? 'HIGH') as RiskLevel | 'never',
    minConfidence: wholeNumber('min-confidence', values['min-confidence'] ?? '0', 0, 100),
  };
}

/** Undefined: none were named, a server's pending migrations are meant. */
function filesOf(
  values: AssessValues,
  positionals: readonly string[],
  cwd: string,
): Promise<readonly GivenFile[]> | undefined {
  if (values.folder !== undefined && positionals.length > 0) {
    throw new CommandError('give files or --folder, not both');
  }
  if (values.folder !== undefined) return readFolder(cwd, values.folder);
  return positionals.length > 0 ? readNamed(cwd, positionals) : undefined;
}

interface Assessed {
  readonly assessment: ImpactAssessment;
  /** What it was assessed against, in words. */
  readonly against: string;
}

async function assessWith(
  values: AssessValues,
  positionals: readonly string[],
  context: CommandContext,
): Promise<Assessed> {
  const { database, source } = values;
  const optIn = values['opt-in'];
  const given = await filesOf(values, positionals, context.cwd);
  const version = values['pg-version'];
  if (database !== undefined) {
    for (const name of ['pg-version', 'dialect', 'tool', 'transactions'] as const) {
      if (values[name] === undefined) continue;
      throw new CommandError(`--${name} is for files without --database`);
    }
    if (source !== undefined && given !== undefined) {
      throw new CommandError('--source chooses pending migrations: it does not go with files');
    }
    const server = await connect(values, context);
    return assessByServer(server, { database, source, optIn, files: given });
  }
  for (const name of ['url', 'token-file', 'source'] as const) {
    if (values[name] !== undefined) throw new CommandError(`--${name} goes with --database NAME`);
  }
  if (given === undefined) {
    throw new CommandError('name the files, or --folder DIR, or --database NAME; see --help');
  }
  const tool =
    migrationTools.find((known) => known === values.tool) ??
    (values.folder === undefined ? undefined : await recogniseTool(context.cwd, values.folder));
  return assessOffline(given, {
    optIn,
    ...(tool === undefined ? {} : { tool }),
    dialect: (values.dialect ?? 'postgresql') as Dialect,
    transactions: (values.transactions ?? 'hawkwatch') as TransactionMode,
    ...(version === undefined ? {} : { version: wholeNumber('pg-version', version, 9, 99) }),
  });
}

async function writeReport(file: string, text: string, cwd: string): Promise<void> {
  try {
    await writeFile(path.resolve(cwd, file), text);
  } catch (error) {
    const failure = coerceError(error);
    const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : 'no reason';
    throw new CommandError(`the report cannot be written to ${file}: ${code}`, { cause: error });
  }
}

/** Runs the command. */
export async function assess(argv: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values, positionals } = parseAssess(argv);
  const thresholds = thresholdsOf(values);
  const { assessment, against } = await assessWith(values, positionals, context);
  const verdict = judge(assessment, thresholds);
  const exitCode = verdict.reached ? exitCodes.failed : exitCodes.ok;
  const form = (values.format ?? 'human') as ReportFormName;
  const { terminal, version } = context;
  const text = reportForms[form](
    {
      version,
      against,
      database: values.database ?? null,
      assessment,
      thresholds,
      verdict,
      exitCode,
      findRule,
    },
    { colours: terminal.colours && values.output === undefined },
  );
  if (values.output === undefined) {
    terminal.out(text);
    return exitCode;
  }
  await writeReport(values.output, text, context.cwd);
  const { risk, confidence } = assessment;
  terminal.err(
    `risk ${risk}, confidence ${confidence}: ${verdict.reached ? `fails, ${verdict.reasons.join('; ')}` : 'passes'}\n`,
  );
  return exitCode;
}
