// What a session's own words give away: a statement that changes the schema, upkeep that is no
// migration, an application name that is a migration tool's. Pure, and careful: a text that may be
// ordinary work of an application tells nothing.
import { lexSql, type SqlToken } from '../../sql/tokens.ts';

const changed = new Set([
  'table',
  'index',
  'view',
  'materialized',
  'type',
  'domain',
  'sequence',
  'schema',
  'function',
  'procedure',
  'trigger',
  'policy',
  'extension',
  'foreign',
]);
const between = new Set(['or', 'replace', 'unique', 'recursive', 'constraint']);
// What is made for a while, or filled as part of a load, is not the schema.
const passing = new Set(['temp', 'temporary', 'local', 'global', 'unlogged']);
const upkeep = new Set([
  'truncate',
  'vacuum',
  'cluster',
  'reindex',
  'refresh',
  'analyze',
  'copy',
  'lock',
  // After a TRUNCATE, most of the time.
  'insert',
  'merge',
]);
const maxStatements = 100;

/** The statements of a text, as their tokens without comments. */
function statementsOf(query: string): readonly (readonly SqlToken[])[] {
  const statements: SqlToken[][] = [[]];
  for (const token of lexSql(query)) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'symbol' && token.text === ';') statements.push([]);
    else statements.at(-1)?.push(token);
    if (statements.length > maxStatements) break;
  }
  return statements.filter((statement) => statement.length > 0);
}

const wordAt = (statement: readonly SqlToken[], at: number): string => {
  const token = statement[at];
  return token?.kind === 'word' ? token.value : '';
};

/** `create table … as`: a table for results, which applications make all the time. */
function makesTableOfRows(statement: readonly SqlToken[], from: number): boolean {
  for (let at = from; at < statement.length; at += 1) {
    if (statement[at]?.text === '(') return false;
    if (wordAt(statement, at) === 'as') return true;
  }
  return false;
}

function changesSchema(statement: readonly SqlToken[]): boolean {
  const verb = wordAt(statement, 0);
  if (verb !== 'create') {
    return (verb === 'alter' || verb === 'drop') && changed.has(wordAt(statement, 1));
  }
  let at = 1;
  while (between.has(wordAt(statement, at))) at += 1;
  const object = wordAt(statement, at);
  if (passing.has(object) || !changed.has(object)) return false;
  return object !== 'table' || !makesTableOfRows(statement, at + 1);
}

/** True when a statement of the text changes the schema for good. */
export function isSchemaChange(query: string): boolean {
  return statementsOf(query).some(changesSchema);
}

/** True when the text is upkeep or a load, which keeps strong locks without changing the schema. */
export function isUpkeep(query: string): boolean {
  return (
    !isSchemaChange(query) &&
    statementsOf(query).some((statement) => upkeep.has(wordAt(statement, 0)))
  );
}

// Only tools that do nothing but migrate: an application may call itself after its ORM.
const toolNames: readonly (readonly [RegExp, string])[] = [
  [/flyway/i, 'flyway'],
  [/liquibase/i, 'liquibase'],
  [/alembic/i, 'alembic'],
  [/\bgoose\b/i, 'goose'],
  [/\bdbmate\b/i, 'dbmate'],
  [/golang-migrate/i, 'golang-migrate'],
  [/graphile[-_ ]migrate/i, 'graphile-migrate'],
  [/node-pg-migrate/i, 'node-pg-migrate'],
  [/drizzle-kit/i, 'drizzle'],
  [/\bpgroll\b/i, 'pgroll'],
  [/\batlas\b/i, 'atlas'],
  [/\bsqitch\b/i, 'sqitch'],
  [/\bbytebase\b/i, 'bytebase'],
  [/(?:^|[^a-z])(?:db|schema)?[-_ ]?migrat(?:e|ion|ions|or)(?:$|[^a-z])/i, 'unknown'],
];

/** The same as a pattern of PostgreSQL, so that only such sessions are read at all. */
export const applicationPattern =
  'flyway|liquibase|alembic|goose|dbmate|graphile|pgroll|atlas|sqitch|bytebase|drizzle|migrat';

/** The tool that an application name tells of: `unknown` when it only says that it migrates. */
export function toolOfApplication(application: string): string | undefined {
  return toolNames.find(([form]) => form.test(application))?.[1];
}
