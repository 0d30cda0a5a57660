// Rules for what cannot be read: blocks and calls whose effect stands elsewhere, or is made when they
// run. They say so; what is not known is never called safe.
import { calledFunctions } from '../expressions.ts';
import { doubts } from '../confidence.ts';
import { isFields, nameOf, nodeKind } from '../../../sql/tree.ts';
import { functionKind } from '../known-functions.ts';
import { defineRule, type RuleContext, type RuleFinding, type RuleStatement } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';
import { isAssessed, isAssessedByTokens } from '../assessed-statements.ts';

const doBlock = defineRule({
  id: 'do-block',
  title: 'DO block',
  classes: ['MAY_FAIL'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: 'write the statements themselves; most have an IF [NOT] EXISTS',
  check: ({ node }) =>
    'DoStmt' in node
      ? [
          {
            message:
              'what a DO block does is decided when it runs; the statements that stand in it are assessed, nothing else is',
            objects: [],
            doubt: doubts.unknownCode('a DO block decides when it runs what it does'),
          },
        ]
      : [],
});

const dynamicStatement = defineRule({
  id: 'dynamic-statement',
  title: 'EXECUTE of a prepared statement, or COPY with a program',
  classes: ['MAY_FAIL', 'SECURITY'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: 'write the statement itself',
  check: ({ node }): readonly RuleFinding[] => {
    if ('ExecuteStmt' in node) {
      const name = node.ExecuteStmt.name ?? '';
      return [
        {
          message: `what ${name} does was prepared elsewhere`,
          objects: [name],
          doubt: doubts.unknownCode(`what EXECUTE ${name} does is not known`),
        },
      ];
    }
    if (!('CopyStmt' in node) || node.CopyStmt.is_program !== true) return [];
    return [
      {
        message: 'COPY runs a program on the server',
        objects: [],
        doubt: doubts.unknownCode('COPY runs a program on the server'),
      },
    ];
  },
});

function unknownCalls({ node }: RuleStatement, context: RuleContext): string[] {
  const unknown = calledFunctions(node).filter((name) => {
    const declared = context.scope.createdFunctions.get(name.name);
    // What is immutable or stable changes nothing.
    return functionKind(name) === undefined && declared !== 'immutable' && declared !== 'stable';
  });
  return [...new Set(unknown.map(writtenName))];
}

const unknownCall = defineRule({
  id: 'unknown-call',
  title: 'Function or procedure called',
  classes: ['MAY_FAIL'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: 'write what it does into the migration, or call it outside of migrations',
  check: (statement, context): readonly RuleFinding[] => {
    const { node } = statement;
    if ('CallStmt' in node) {
      const name = nameOf(node.CallStmt.funccall?.funcname);
      const called = name === undefined ? 'a procedure' : writtenName(name);
      return [
        {
          message: `what ${called} does is not known here`,
          objects: [called],
          doubt: doubts.unknownCode(`what ${called} does is not known`),
        },
      ];
    }
    const isQuery = 'SelectStmt' in node || 'ExplainStmt' in node;
    const writesRows =
      'UpdateStmt' in node ||
      'DeleteStmt' in node ||
      'MergeStmt' in node ||
      'CreateTableAsStmt' in node ||
      ('InsertStmt' in node && isSmall(node.InsertStmt.selectStmt));
    if (!isQuery && !writesRows) return [];
    return unknownCalls(statement, context).map((called) =>
      isQuery
        ? {
            message: `what ${called}() does is not known here`,
            objects: [called],
            doubt: doubts.unknownCode(`what ${called}() does is not known`),
          }
        : {
            level: 'LOW' as const,
            message: `values are made by ${called}(), of which nothing is known here`,
            objects: [called],
            doubt: doubts.unknownFunction(`what ${called}() does is not known`),
          },
    );
  },
});

/** Lists of thousands of values are not searched for calls. */
function isSmall(select: unknown): boolean {
  const inner = isFields(select) ? select['SelectStmt'] : undefined;
  const values: unknown = isFields(inner) ? inner['valuesLists'] : undefined;
  return !Array.isArray(values) || values.length <= 2000;
}

const unassessedStatement = defineRule({
  id: 'unassessed-statement',
  title: 'Statement that no rule knows',
  classes: ['MAY_FAIL'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: null,
  check: ({ node }) => {
    if (isAssessed(node)) return [];
    const kind = nodeKind(node).replace(/Stmt$/, '');
    return [
      {
        message: `no rule tells what ${kind} does to a database in use`,
        objects: [],
        doubt: doubts.unknownCode(`what ${kind} does is not known`),
      },
    ];
  },
  checkTokens: (statement) => {
    if (isAssessedByTokens(statement)) return [];
    const words = statement.tokens
      .slice(0, 2)
      .map(({ kind, value }) => (kind === 'word' ? value : '…'));
    const start = words.join(' ').toUpperCase();
    return [
      {
        message: `${start}: this dialect's grammar is not read, so its effect is not known`,
        objects: [],
        doubt: doubts.unknownCode(
          `${statement.dialect} is only assessed by its most dangerous statements`,
        ),
      },
    ];
  },
});

export const unknownCodeRules = [
  doBlock,
  dynamicStatement,
  unknownCall,
  unassessedStatement,
] as const;
