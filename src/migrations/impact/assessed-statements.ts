// The kinds of statements whose effect the rules know, be it that there is none to speak of. All
// others are reported as unknown: a kind is listed here only after somebody has thought about it.
import type { SqlNode } from '../../sql/parse.ts';
import { nodeKind } from '../../sql/tree.ts';
import { alterClauses, positionOf, startsWith, type TokenStatement } from './token-statements.ts';

const kinds = new Set(
  `
  Create AlterTable Index Drop Rename Truncate View CreateTableAs RefreshMatView Reindex Vacuum
  Cluster Lock Comment Grant GrantRole CreateSchema CreateSeq AlterSeq CreateEnum AlterEnum
  CompositeType CreateRange CreateDomain AlterDomain Define CreateFunction AlterFunction CreateTrig
  Rule CreatePolicy AlterPolicy CreateStats AlterStats VariableSet VariableShow Transaction Select
  Insert Update Delete Merge Copy Explain Do Call Execute Prepare Deallocate CreateExtension
  AlterObjectSchema AlterOwner AlterDefaultPrivileges Createdb Dropdb AlterDatabaseSet CreateRole
  AlterRole AlterRoleSet DropRole Notify Listen Unlisten CreatePublication AlterPublication
  CreateFdw AlterFdw CreateForeignServer AlterForeignServer CreateUserMapping AlterUserMapping
  DropUserMapping CreateForeignTable CreateCast CreateOpClass CreateOpFamily AlterOpFamily
  CreateConversion CreatePLang SecLabel AlterType AlterOperator CheckPoint Discard ConstraintsSet
  AlterTSConfiguration AlterTSDictionary AlterCollation AlterObjectDepends DropOwned DeclareCursor
  Fetch ClosePortal
`
    .trim()
    .split(/\s+/)
    .map((kind) => `${kind}Stmt`),
);

/** True when the rules know what a statement of this kind does. */
export function isAssessed(node: SqlNode): boolean {
  return kinds.has(nodeKind(node));
}

const harmless: readonly (readonly string[])[] = [
  ['create', 'table'],
  ['create', 'temporary', 'table'],
  ['create', 'temp', 'table'],
  ['create', 'view'],
  ['create', 'database'],
  ['create', 'schema'],
  ['insert'],
  ['begin'],
  ['start', 'transaction'],
  ['commit'],
  ['rollback'],
  ['end'],
  ['pragma'],
  ['use'],
  ['set', 'names'],
];
const assessed: readonly (readonly string[])[] = [
  ['drop', 'table'],
  ['drop', 'view'],
  ['drop', 'database'],
  ['drop', 'schema'],
  ['truncate'],
  ['delete', 'from'],
  ['rename', 'table'],
];

/** SQLite adds, drops and renames columns in no time; MySQL may copy the table for anything else. */
function isKnownAlter(statement: TokenStatement): boolean {
  const known = statement.dialect === 'sqlite' ? /^(?:add|drop|rename)$/ : /^(?:drop|rename)$/;
  return alterClauses(statement).every(({ tokens }) => known.test(tokens[0]?.value ?? ''));
}

/** The same for SQLite and MySQL: what token rules find, and what harms nobody. */
export function isAssessedByTokens(statement: TokenStatement): boolean {
  if ([...harmless, ...assessed].some((words) => startsWith(statement, ...words))) {
    // CREATE TABLE … AS SELECT and INSERT … SELECT read what nobody has measured, and write nothing
    // that was there.
    return true;
  }
  if (startsWith(statement, 'alter', 'table')) return isKnownAlter(statement);
  return startsWith(statement, 'update') && positionOf(statement, 'where') === -1;
}
