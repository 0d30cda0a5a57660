// Everything hawkwatch knows about a migration file from its text alone: its statements, directives
// and transaction rules, or all reasons at once why it will not be run. Plain data: it crosses threads.
import { readDirectives, type MigrationDirectives } from './directives.ts';
import type { InDoubtProbe } from './outside-transaction.ts';
import type { SqlIssue } from './parse.ts';
import { mayBeSameProcedure } from './procedures.ts';
import { redactSql } from './redact.ts';
import { splitStatements } from './split.ts';
import { transactionRule } from './transaction-rules.ts';
import type { QualifiedName } from './tree.ts';

export interface MigrationSource {
  readonly bytes: Uint8Array;
  /** The file's name, for the caller's messages. */
  readonly name: string;
}

export interface MigrationStatement {
  /** Counted from 0. */
  readonly index: number;
  readonly line: number;
  readonly kind: string;
  /** What is sent to the server. Never store or show it: it may hold secrets. */
  readonly text: string;
  readonly redactedText: string;
  /** For `maskSecrets` on the server's messages. Never store or show them. */
  readonly secrets: readonly string[];
  readonly runsInTransaction: boolean;
  readonly probe?: InDoubtProbe;
  readonly callsProcedure?: QualifiedName;
  readonly createsCommittingProcedure?: QualifiedName;
}

export interface MigrationScript {
  readonly name: string;
  readonly directives: MigrationDirectives;
  /** All statements run in one transaction. */
  readonly transactional: boolean;
  readonly statements: readonly MigrationStatement[];
}

export type MigrationAnalysis =
  | { readonly ok: true; readonly script: MigrationScript }
  | { readonly ok: false; readonly issues: readonly SqlIssue[] };

/** Reads a migration file; its refusals come all at once, ordered by line. */
export function analyseMigration({ bytes, name }: MigrationSource): MigrationAnalysis {
  const split = splitStatements(bytes);
  if (!split.ok) return { ok: false, issues: [split.issue] };
  const { directives, issues: directiveIssues } = readDirectives(split.text);
  const issues: SqlIssue[] = [...directiveIssues];
  const committing: QualifiedName[] = [];
  const statements = split.statements.map((statement, index): MigrationStatement => {
    const { refusal, ...rule } = transactionRule(statement.node);
    const { line, kind, text } = statement;
    if (refusal !== undefined) issues.push({ line, message: refusal });
    const called = rule.callsProcedure;
    if (called !== undefined && committing.some((made) => mayBeSameProcedure(called, made))) {
      issues.push({
        line,
        message: `CALL ${called.name} is refused: the procedure commits or rolls back by itself; remove that from it`,
      });
    }
    if (rule.createsCommittingProcedure !== undefined) {
      committing.push(rule.createsCommittingProcedure);
    }
    const redacted = redactSql(text);
    const redactedText = redacted.text;
    return { index, line, kind, text, redactedText, secrets: redacted.secrets, ...rule };
  });
  if (issues.length > 0) return { ok: false, issues: issues.toSorted((a, b) => a.line - b.line) };
  const transactional =
    !directives.noTransaction && statements.every((statement) => statement.runsInTransaction);
  return { ok: true, script: { name, directives, transactional, statements } };
}
