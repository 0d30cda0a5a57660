// Which columns a CHECK proves to hold no NULL: PostgreSQL (12 and newer) then skips the scan of
// SET NOT NULL. Only `c IS NOT NULL`, alone or joined by AND, counts as a proof.
import { parseSql } from '../../sql/parse.ts';
import { isFields, stringOf } from '../../sql/tree.ts';
import type { ConstraintFacts } from './facts.ts';

/** The columns that an expression proves not null. */
export function provenColumns(expression: unknown): string[] {
  const proven: string[] = [];
  const open: unknown[] = [expression];
  while (open.length > 0) {
    const next = open.pop();
    if (!isFields(next)) continue;
    const both = next['BoolExpr'];
    if (isFields(both) && both['boolop'] === 'AND_EXPR' && Array.isArray(both['args'])) {
      open.push(...(both['args'] as unknown[]));
    }
    const test = next['NullTest'];
    if (!isFields(test) || test['nulltesttype'] !== 'IS_NOT_NULL') continue;
    const reference = isFields(test['arg']) ? test['arg']['ColumnRef'] : undefined;
    const fields: unknown = isFields(reference) ? reference['fields'] : undefined;
    const name: unknown = Array.isArray(fields) ? fields.at(-1) : undefined;
    const column = stringOf(name);
    if (column !== undefined) proven.push(column);
  }
  return proven;
}

/** The columns that a constraint of the live table proves not null. */
export function provenByFacts(constraint: ConstraintFacts): string[] {
  if (!constraint.validated) return [];
  if (constraint.kind === 'not-null' || constraint.kind === 'primary') {
    return [...constraint.columns];
  }
  if (constraint.kind !== 'check' || !/is not null/i.test(constraint.definition)) return [];
  const outcome = parseSql(`alter table t add ${constraint.definition}`);
  const node = outcome.ok ? outcome.statements[0]?.node : undefined;
  if (node === undefined || !('AlterTableStmt' in node)) return [];
  const command = node.AlterTableStmt.cmds?.[0];
  if (command === undefined || !('AlterTableCmd' in command)) return [];
  const { def } = command.AlterTableCmd;
  return def !== undefined && 'Constraint' in def ? provenColumns(def.Constraint.raw_expr) : [];
}
