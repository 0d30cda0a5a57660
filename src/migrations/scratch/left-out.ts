// Statements that are not run on a scratch server: they change the server around the database (roles,
// databases, settings), or who owns and may do what, which no snapshot tells. Nothing that they do could
// make a difference, and the roles that they name are not there.

const kinds: ReadonlySet<string> = new Set([
  'AlterDatabaseRefreshCollStmt',
  'AlterDatabaseSetStmt',
  'AlterDatabaseStmt',
  'AlterDefaultPrivilegesStmt',
  'AlterOwnerStmt',
  'AlterRoleSetStmt',
  'AlterRoleStmt',
  'AlterSystemStmt',
  'CreateRoleStmt',
  'CreateTableSpaceStmt',
  'CreatedbStmt',
  'DropOwnedStmt',
  'DropRoleStmt',
  'DropTableSpaceStmt',
  'DropdbStmt',
  'GrantRoleStmt',
  'GrantStmt',
  'ReassignOwnedStmt',
]);

const blank = String.raw`(?:\s|--[^\n]*\n|/\*[^]*?\*/)+`;
const role = new RegExp(
  `^(?:set|reset)${blank}(?:(?:session|local)${blank})?(?:role|session${blank}authorization)\\b`,
  'i',
);
// A change of the owner alone: with others in one statement it is run.
const owner =
  /^alter\s+(?:table|view|sequence|materialized\s+view|index|foreign\s+table)\b[^;,]*\sowner\s+to\s+\S+\s*$/i;

/** True for a statement that is left out; `kind` is its node's tag. */
export function isLeftOut({
  kind,
  text,
}: {
  readonly kind: string;
  readonly text: string;
}): boolean {
  if (kinds.has(kind)) return true;
  if (kind === 'VariableSetStmt') return role.test(text);
  return kind === 'AlterTableStmt' && owner.test(text);
}
