// What an expression calls, and with it whether its value is the same for all rows of a statement.
import { functionKind } from './known-functions.ts';
import { nameOf, walkTree, type QualifiedName } from '../../sql/tree.ts';
import type { MigrationScope } from './scope.ts';

export interface ExpressionReading {
  /** Functions that give another value for each row. */
  readonly volatile: readonly string[];
  /** Functions of which nothing is known. */
  readonly unknown: readonly QualifiedName[];
  /** It calls nothing and names no column. */
  readonly constant: boolean;
}

/** The names of all functions that a tree calls, at any depth. */
export function calledFunctions(root: unknown): QualifiedName[] {
  const called: QualifiedName[] = [];
  walkTree({ root }, (tag, fields) => {
    if (tag !== 'FuncCall') return;
    const name = nameOf(fields['funcname']);
    if (name !== undefined) called.push(name);
  });
  return called;
}

/** Reads an expression; functions that this migration made count as what they were declared. */
export function readExpression(
  root: unknown,
  scope: Pick<MigrationScope, 'createdFunctions'>,
): ExpressionReading {
  const volatile: string[] = [];
  const unknown: QualifiedName[] = [];
  const called = calledFunctions(root);
  let constant = called.length === 0;
  for (const name of called) {
    const declared = scope.createdFunctions.get(name.name);
    const kind = functionKind(name) ?? (declared === 'volatile' ? 'volatile' : declared);
    if (kind === 'volatile') volatile.push(name.name);
    else if (kind === undefined) unknown.push(name);
  }
  walkTree({ root }, (tag) => {
    if (tag === 'ColumnRef' || tag === 'SQLValueFunction' || tag === 'SubLink') constant = false;
  });
  return { volatile, unknown, constant };
}
