// Applies the files of a source to an empty database, in order, as their tool would: in a transaction
// where it uses one. The first failure ends it; nothing is tried again.
import { quoteLiteral } from '../../databases/postgres/client.ts';
import type { Session } from '../../databases/postgres/session.ts';
import type { MigrationStatement } from '../../sql/analyse.ts';
import type { SqlAnalyser } from '../../sql/analyser.ts';
import { cutText, redactSql } from '../../sql/redact.ts';
import { splitStatements } from '../../sql/split.ts';
import { transactionRule } from '../../sql/transaction-rules.ts';
import { toolTransactions } from '../impact/file-form.ts';
import { resetSession } from '../runner/execution.ts';
import { MigrationFailedError, toMigrationFailure } from '../runner/failure.ts';
import { isLeftOut } from './left-out.ts';
import type { SourceScript } from './source-scripts.ts';

export interface FailedScript {
  readonly source: string;
  readonly version: string;
  readonly file: string;
  /** Why; holds no secret of the statement. */
  readonly message: string;
}

export interface AppliedScripts {
  readonly failed: FailedScript | null;
  /** Statements that were not run, because they are about roles, rights or the server. */
  readonly leftOut: number;
}

export interface ApplyOptions {
  readonly session: Session;
  readonly analyser: SqlAnalyser;
  /** Where tables without a schema are made, as the database has it. */
  readonly searchPath: string;
  /** What is left of the time, in milliseconds; asked before each statement. */
  remainingMs(): number;
}

type Statement = Pick<
  MigrationStatement,
  'line' | 'kind' | 'text' | 'redactedText' | 'secrets' | 'runsInTransaction'
>;

const graceMs = 5000;

/** Files that hold transactions of their own are cut here, on the event loop, up to this size. */
const maxInlineBytes = 2 * 1024 * 1024;

/** Applies all scripts. @throws whatever tells that the connection is gone. */
export async function applyScripts(
  scripts: readonly SourceScript[],
  options: ApplyOptions,
): Promise<AppliedScripts> {
  let leftOut = 0;
  for (const script of scripts) {
    try {
      leftOut += await applyOne(script, options);
    } catch (error) {
      if (!(error instanceof MigrationFailedError)) throw error;
      const { source, version, file } = script;
      return { failed: { source, version, file, message: error.message }, leftOut };
    }
  }
  return { failed: null, leftOut };
}

async function applyOne(script: SourceScript, options: ApplyOptions): Promise<number> {
  const { session } = options;
  const { statements, isWrapped } = await readScript(script, options.analyser);
  const run = statements.filter((statement) => !isLeftOut(statement));
  // The path is another database's: a value, never a part of the statement.
  await session.execute(`${resetSession};
    select pg_catalog.set_config('search_path', ${quoteLiteral(options.searchPath)}, false);
    set lock_timeout = '30s'; set client_min_messages = error`);
  if (isWrapped) await session.execute('begin');
  for (const statement of run) {
    // The wait ends on this side; the server's own end is for when it cannot be told.
    const leftMs = Math.max(0, Math.ceil(options.remainingMs())) + graceMs;
    await execute(session, statement, `set statement_timeout = ${leftMs}`);
    await execute(session, statement, statement.text);
  }
  const commit = { text: 'commit', redactedText: 'commit' };
  const secrets = run.flatMap((statement) => statement.secrets);
  // A file of its own transactions may have left one open.
  await execute(session, { ...commit, secrets, line: 1 }, 'commit');
  return statements.length - run.length;
}

async function execute(
  session: Session,
  statement: Pick<Statement, 'text' | 'redactedText' | 'secrets' | 'line'>,
  text: string,
): Promise<void> {
  try {
    await session.execute(text);
  } catch (error) {
    const failure = toMigrationFailure(error, statement);
    if (!(failure instanceof MigrationFailedError)) throw failure;
    const shown = cutText(statement.redactedText.replaceAll(/\s+/g, ' '), 200);
    const message = `line ${statement.line}: ${failure.message} — ${shown}`;
    throw new MigrationFailedError({ ...failure.runError, message });
  }
}

interface ReadScript {
  readonly statements: readonly Statement[];
  readonly isWrapped: boolean;
}

async function readScript(script: SourceScript, analyser: SqlAnalyser): Promise<ReadScript> {
  const { bytes, file, tool, noTransaction } = script;
  const analysis = await analyser.analyse({ bytes, name: file });
  const way = toolTransactions(tool);
  if (analysis.ok) {
    const { statements, transactional } = analysis.script;
    const wraps = way === 'where-possible' ? transactional : way !== 'none' && !noTransaction;
    return { statements, isWrapped: wraps && statements.every((one) => one.runsInTransaction) };
  }
  const reasons = analysis.issues.map(({ line, message }) => `line ${line}: ${message}`);
  // Other tools run what hawkwatch itself would refuse, as BEGIN and COMMIT.
  if (tool === 'sql' || bytes.byteLength > maxInlineBytes) throw refused(reasons.join('; '));
  return { statements: splitForeign(bytes, reasons), isWrapped: false };
}

function splitForeign(bytes: Uint8Array, reasons: readonly string[]): readonly Statement[] {
  const split = splitStatements(bytes);
  if (!split.ok) throw refused(reasons.join('; '));
  return split.statements.map(({ node, line, kind, text }) => {
    const { refusal, runsInTransaction } = transactionRule(node);
    // It would wait for data that never come.
    if (kind === 'CopyStmt' && refusal !== undefined) throw refused(`line ${line}: ${refusal}`);
    const redacted = redactSql(text);
    const { secrets } = redacted;
    return { line, kind, text, redactedText: redacted.text, secrets, runsInTransaction };
  });
}

function refused(message: string): MigrationFailedError {
  return new MigrationFailedError({
    message: cutText(message, 1000),
    sqlState: null,
    statement: null,
    position: null,
    hint: null,
  });
}
