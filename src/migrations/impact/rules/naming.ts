// Rules for names: what PostgreSQL cuts off, what depends on the search path, and, for whoever asks,
// what has to be quoted for ever.
import { parseSql, scanSql } from '../../../sql/parse.ts';
import { isFields, relationName, walkTree } from '../../../sql/tree.ts';
import { createdObjectsOf, createdRelations } from '../created-objects.ts';
import { defineRule, type RuleStatement } from '../rule.ts';
import { droppedNames } from '../table-definitions.ts';

const maxNameBytes = 63;
/** Only texts with such a run of characters can hold a name that is too long. */
const longRun = /[^\s"'(),;.]{21}|"[^"]{21}/;

const identifierTooLong = defineRule({
  id: 'identifier-too-long',
  title: 'Name longer than 63 bytes',
  classes: ['QUALITY'],
  level: 'LOW',
  lockMode: null,
  safeForm: 'a name of at most 63 bytes',
  alsoKnownAs: { squawk: ['identifier-too-long'] },
  check: ({ node, text }) => {
    // The rows of an INSERT hold values, not names.
    if ('InsertStmt' in node || !longRun.test(text)) return [];
    const names = (scanSql(text) ?? []).filter(
      ({ kind, value }) =>
        (kind === 'word' || kind === 'quoted') && Buffer.byteLength(value) > maxNameBytes,
    );
    return [...new Set(names.map(({ value }) => value))].map((name) => ({
      message: `${name.slice(0, 20)}… is cut off after 63 bytes: statements that use the whole name may meet another object`,
      objects: [name.slice(0, maxNameBytes)],
    }));
  },
});

const unqualifiedName = defineRule({
  id: 'unqualified-name',
  title: 'Table named without its schema',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'write the schema before the name',
  alsoKnownAs: { squawk: ['require-table-schema'] },
  optIn: true,
  check: ({ node }) => {
    const names = new Set<string>();
    const named = new Set<unknown>();
    walkTree(node, (tag, fields) => {
      if (tag === 'CommonTableExpr') named.add(fields['ctename']);
    });
    walkTree(node, (tag, fields) => {
      if (tag !== 'RangeVar' && tag !== 'relation' && tag !== 'pktable') return;
      const name = relationName(fields);
      const isTemporary = fields['relpersistence'] === 't';
      if (
        name !== undefined &&
        name.schema === undefined &&
        !isTemporary &&
        !named.has(name.name)
      ) {
        names.add(name.name);
      }
    });
    if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE') {
      for (const { schema, name } of droppedNames(node.DropStmt)) {
        if (schema === undefined) names.add(name);
      }
    }
    return [...names].map((name) => ({
      message: `which table ${name} is depends on the search_path of whoever runs the migration`,
      objects: [name],
    }));
  },
});

/** The names that a statement gives to new things. */
function newNames({ node, columns, constraints }: RuleStatement): string[] {
  const index = 'IndexStmt' in node ? node.IndexStmt.idxname : undefined;
  const renamed = 'RenameStmt' in node ? node.RenameStmt.newname : undefined;
  return [
    ...createdRelations(node).map(({ name }) => name.name),
    ...createdObjectsOf(node).map((object) => object.split(/[:.]/).at(-1) ?? ''),
    ...columns.map(({ column }) => column.colname),
    ...constraints.map(({ constraint }) => constraint.conname),
    index,
    renamed,
  ].filter((name) => name !== undefined);
}

/** True when the name stands for itself without quotes: lower case and no reserved word. */
function isPlain(name: string): boolean {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return false;
  const outcome = parseSql(`select 1 as x from ${name}`);
  return outcome.ok && isFields(outcome.statements[0]?.node);
}

const nameNeedsQuotes = defineRule({
  id: 'name-needs-quotes',
  title: 'Name that has to be quoted',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'lower case letters, digits and underscores, and no reserved word',
  alsoKnownAs: { atlas: ['NM101', 'NM102', 'NM103', 'NM104', 'NM105', 'NM106'] },
  optIn: true,
  check: (statement) =>
    [...new Set(newNames(statement))]
      .filter((name) => name !== '' && !isPlain(name))
      .map((name) => ({
        message: `"${name}" has to be written in quotes wherever it is used`,
        objects: [name],
      })),
});

export const namingRules = [identifierTooLong, unqualifiedName, nameNeedsQuotes] as const;
