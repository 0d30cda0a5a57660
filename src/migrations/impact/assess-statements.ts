// Asks every rule about every statement of a PostgreSQL file, in their order. The statements that
// stand in a DO block are asked about as well; that the block is unknown is a finding of its own.
import { blocksWrites, locksOf, type TakenLock } from './locks.ts';
import { createFileIndex } from './file-index.ts';
import type { DatabaseFacts } from './facts.ts';
import { staticStatements } from './plpgsql-statements.ts';
import { createRuleStatement, type RuleStatement } from './rule-statement.ts';
import type { ImpactRule, RuleContext, RuleFinding } from './rule.ts';
import { createScope } from './scope-tracker.ts';
import { isNoticed } from './transaction-tracker.ts';

export interface StatementSettings {
  readonly facts: DatabaseFacts;
  readonly version: number;
  readonly rules: readonly ImpactRule[];
  readonly transactional: boolean;
  readonly wrapped: boolean;
  readonly resumes: boolean;
  readonly overtakenBy: string | null;
  readonly lockTimeout: boolean;
  readonly statementTimeout: boolean;
  readonly madeEarlier: ReadonlySet<string>;
  readonly onConditional: (label: string) => void;
}

export interface SaidOfStatement {
  readonly rule: ImpactRule;
  readonly said: RuleFinding;
  readonly statement: RuleStatement;
}

/** Their findings say that a lock is taken, but not what for. */
const aboutLocksInGeneral = new Set(['missing-lock-timeout', 'work-under-exclusive-lock']);

function briefLocks(context: RuleContext, said: readonly SaidOfStatement[]): RuleFinding[] {
  const told = new Set<string>();
  for (const { rule, said: finding } of said) {
    const mode = finding.lockMode === undefined ? rule.lockMode : finding.lockMode;
    if (aboutLocksInGeneral.has(rule.id) || !blocksWrites(mode)) continue;
    if (finding.table !== undefined) told.add(finding.table.key);
    for (const object of finding.objects) told.add(object);
  }
  return context.locks
    .filter((lock) => isNoticed(lock.table, lock))
    .filter(({ table }) => !told.has(table.key) && !told.has(table.label))
    .map(({ table, mode }) => ({
      message: `${table.label} is locked (${mode}) for a moment`,
      lockMode: mode,
      objects: [table.label],
      table,
    }));
}

/** What the rules say of the statements, and the tables that they make. */
export function assessStatements(
  statements: readonly RuleStatement[],
  settings: StatementSettings,
): { readonly said: readonly SaidOfStatement[]; readonly made: readonly string[] } {
  const { facts, version, rules, transactional, wrapped, resumes, overtakenBy } = settings;
  const { scope, advance } = createScope({ ...settings, inTransaction: transactional });
  let locks: readonly TakenLock[] = [];
  const context: RuleContext = {
    get locks() {
      return locks;
    },
    facts,
    online: facts.serverVersion !== null,
    version,
    transactional,
    wrapped,
    resumes,
    statements,
    file: createFileIndex(statements),
    scope,
    overtakenBy,
    table: (name) => scope.table(name),
    findTable: (name) => scope.table(name).facts,
  };
  const brief = rules.find(({ id }) => id === 'brief-strong-lock');
  const innerRules = rules.filter(({ topLevelOnly }) => topLevelOnly !== true);
  const all: SaidOfStatement[] = [];

  const ask = (statement: RuleStatement, asked: readonly ImpactRule[]): SaidOfStatement[] => {
    locks = locksOf(statement, scope);
    const said: SaidOfStatement[] = [];
    for (const rule of asked) {
      for (const finding of rule.check(statement, context)) {
        said.push({ rule, said: finding, statement });
      }
    }
    if (brief === undefined) return said;
    const moments = briefLocks(context, said);
    return [...said, ...moments.map((finding) => ({ rule: brief, said: finding, statement }))];
  };

  for (const statement of statements) {
    all.push(...ask(statement, rules));
    const taken = locks;
    if ('DoStmt' in statement.node) {
      const inner = staticStatements(statement.text).flatMap(({ node, text }) =>
        ask(
          createRuleStatement({ node, text, index: statement.index, line: statement.line }),
          innerRules,
        ),
      );
      const messages = new Set<string>();
      for (const found of inner) {
        const key = `${found.rule.id} ${found.said.message}`;
        if (!messages.has(key)) all.push(inDoBlock(found));
        messages.add(key);
      }
    }
    advance(statement, taken);
  }
  return { said: all, made: [...scope.createdTables] };
}

function inDoBlock(found: SaidOfStatement): SaidOfStatement {
  return { ...found, said: { ...found.said, message: `in the DO block: ${found.said.message}` } };
}
