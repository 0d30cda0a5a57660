// What one statement of a migration means for the transaction that hawkwatch runs it in: whether it
// can run inside, what to look at when its outcome is in doubt, or why it is refused.
import { outsideTransaction, type InDoubtProbe } from './outside-transaction.ts';
import { calledProcedureOf, committingProcedureOf, doBlockCommits } from './procedures.ts';
import type { SqlNode } from './parse.ts';
import { isFields, isOptionOn, nameOf, textsIn, walkTree, type QualifiedName } from './tree.ts';

export interface TransactionRule {
  readonly runsInTransaction: boolean;
  readonly probe?: InDoubtProbe;
  /** Why it must not run, and what to do instead. */
  readonly refusal?: string;
  /** The procedure of a CALL: look up whether it commits (`procedureCommits`). */
  readonly callsProcedure?: QualifiedName;
  readonly createsCommittingProcedure?: QualifiedName;
}

const ownTransaction = 'hawkwatch opens and ends the transaction itself, so remove it';

const transactionWords: Readonly<Record<string, string>> = {
  TRANS_STMT_BEGIN: `BEGIN is refused: ${ownTransaction}`,
  TRANS_STMT_START: `START TRANSACTION is refused: ${ownTransaction}`,
  TRANS_STMT_COMMIT: `COMMIT (or END) is refused: ${ownTransaction}`,
  TRANS_STMT_ROLLBACK: `ROLLBACK (or ABORT) is refused: ${ownTransaction}`,
  TRANS_STMT_SAVEPOINT:
    'SAVEPOINT is refused: use a DO block with an EXCEPTION clause, or two migrations',
  TRANS_STMT_RELEASE: 'RELEASE SAVEPOINT is refused: remove it together with its SAVEPOINT',
  TRANS_STMT_ROLLBACK_TO:
    'ROLLBACK TO SAVEPOINT is refused: use a DO block with an EXCEPTION clause',
  TRANS_STMT_PREPARE:
    'PREPARE TRANSACTION is refused: it takes the transaction away from hawkwatch; remove it',
  TRANS_STMT_COMMIT_PREPARED: 'COMMIT PREPARED is refused: run it by hand, outside migrations',
  TRANS_STMT_ROLLBACK_PREPARED: 'ROLLBACK PREPARED is refused: run it by hand, outside migrations',
};

function copyRefusal(node: SqlNode): string | undefined {
  if (!('CopyStmt' in node) || node.CopyStmt.filename !== undefined) return undefined;
  if (node.CopyStmt.is_program === true) return undefined;
  return node.CopyStmt.is_from === true
    ? 'COPY … FROM STDIN is refused, its data are not part of the file: write INSERT statements, or COPY from a file on the server'
    : 'COPY … TO STDOUT is refused, nobody reads its output: COPY to a file on the server';
}

function callsUnlockAll(node: SqlNode): boolean {
  let calls = textsIn(node).some((text) => /pg_advisory_unlock_all"?\s*\(/i.test(text));
  walkTree({ node }, (tag, fields) => {
    if (tag !== 'FuncCall') return;
    if (nameOf(fields['funcname'])?.name === 'pg_advisory_unlock_all') calls = true;
  });
  return calls;
}

/** `SET standard_conforming_strings = off` makes the server cut strings where we do not. */
function changesLexer(node: SqlNode): boolean {
  let changes = false;
  walkTree({ node }, (tag, fields) => {
    if (tag !== 'VariableSetStmt' || fields['name'] !== 'standard_conforming_strings') return;
    const argument: unknown = Array.isArray(fields['args']) ? fields['args'][0] : undefined;
    const constant = isFields(argument) ? argument['A_Const'] : undefined;
    const value = isFields(constant) && isFields(constant['sval']) ? constant['sval'] : undefined;
    const on = isOptionOn(value === undefined ? undefined : { String: value }, false);
    if (fields['kind'] === 'VAR_SET_VALUE' && !on) changes = true;
  });
  return changes;
}

function refusalOf(node: SqlNode): string | undefined {
  if ('TransactionStmt' in node) {
    return transactionWords[node.TransactionStmt.kind ?? ''] ?? ownTransaction;
  }
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') {
    return 'DISCARD ALL is refused, it drops the lock of the run: use DISCARD PLANS, TEMP or SEQUENCES';
  }
  if (doBlockCommits(node)) {
    return 'COMMIT or ROLLBACK inside a DO block is refused: split the work into several migrations';
  }
  if (callsUnlockAll(node)) {
    return 'pg_advisory_unlock_all() is refused, it drops the lock of the run: call pg_advisory_unlock(key) for your own key';
  }
  if (changesLexer(node)) {
    return "standard_conforming_strings = off is refused: write strings with backslashes as E'…'";
  }
  return copyRefusal(node);
}

/** The rule for one statement. */
export function transactionRule(node: SqlNode): TransactionRule {
  const outside = outsideTransaction(node);
  const refusal = refusalOf(node);
  const callsProcedure = calledProcedureOf(node);
  const createsCommittingProcedure = committingProcedureOf(node);
  return {
    runsInTransaction: outside === undefined,
    ...(outside?.probe === undefined ? {} : { probe: outside.probe }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(callsProcedure === undefined ? {} : { callsProcedure }),
    ...(createsCommittingProcedure === undefined ? {} : { createsCommittingProcedure }),
  };
}
