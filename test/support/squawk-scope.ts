// Where hawkwatch and squawk cannot be compared, because one of them does not look there at all.
// Decided from the files and from fixed lists, never from what hawkwatch's rules found.
import { splitStatements } from '../../src/sql/split.ts';
import { isFields, nameOf, walkTree } from '../../src/sql/tree.ts';
import { readFileForm } from '../../src/migrations/impact/file-form.ts';
import { toolOfFiles } from '../../src/migrations/impact/tool-of-text.ts';
import type { SqlNode } from '../../src/sql/parse.ts';

export interface ComparedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface FilePlaces {
  /** False: it cannot be cut into statements. */
  readonly readable: boolean;
  /** The statement (counted from 1) at a line and a column in bytes, both counted from 0. */
  statementAt(line: number, column: number): number;
  /** What a statement is about, when it was made by statements before it in the same file. */
  isOnlyAboutNew(statement: number): boolean;
  /** It stands in the part of the file that undoes the migration. */
  isUndoing(statement: number): boolean;
  /** The node's tag, as `IndexStmt`. */
  kindOf(statement: number): string;
  /** It is of a form that lets others read and write. */
  isGentle(statement: number): boolean;
  /** What kind of thing it changes, as `OBJECT_TABLE`; empty when the kind of statement says it. */
  objectOf(statement: number): string;
}

function relationsOf(node: SqlNode): string[] {
  const names: string[] = [];
  walkTree({ node }, (tag, fields) => {
    const name = fields['relname'];
    if (tag === 'RangeVar' || tag === 'relation' || tag === 'pktable') {
      if (typeof name === 'string') names.push(name);
    }
    if (tag === 'AlterDomainStmt') {
      const domain = nameOf(fields['typeName'])?.name;
      if (domain !== undefined) names.push(domain);
    }
    if (tag !== 'DropStmt' || !Array.isArray(fields['objects'])) return;
    for (const object of fields['objects']) {
      const list =
        isFields(object) && isFields(object['List']) ? object['List']['items'] : undefined;
      const dropped = nameOf(list)?.name;
      if (dropped !== undefined) names.push(dropped);
    }
  });
  return names;
}

function madeBy(node: SqlNode): string | undefined {
  if ('CreateStmt' in node) return node.CreateStmt.relation?.relname;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.into?.rel?.relname;
  if ('IndexStmt' in node) return node.IndexStmt.idxname;
  if ('CreateDomainStmt' in node) return nameOf(node.CreateDomainStmt.domainname)?.name;
  if ('ViewStmt' in node) return node.ViewStmt.view?.relname;
  return undefined;
}

/** Changes of a table for which PostgreSQL takes no stronger lock than SHARE UPDATE EXCLUSIVE. */
const gentleChanges = new Set([
  'AT_AttachPartition',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_ResetRelOptions',
  'AT_SetRelOptions',
  'AT_SetStatistics',
  'AT_ValidateConstraint',
]);

/** True for forms that let others read and write, as PostgreSQL's documentation lists them. */
function isGentle(node: SqlNode): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true;
  if ('DropStmt' in node) return node.DropStmt.concurrent === true;
  if ('VacuumStmt' in node) return !JSON.stringify(node.VacuumStmt).includes('"full"');
  if ('RenameStmt' in node) return node.RenameStmt.renameType === 'OBJECT_INDEX';
  if ('ReindexStmt' in node) return JSON.stringify(node.ReindexStmt).includes('"concurrently"');
  if (!('AlterTableStmt' in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).every((command) => {
    if (!('AlterTableCmd' in command)) return false;
    const { subtype = '', def } = command.AlterTableCmd;
    const isConcurrent = JSON.stringify(def ?? {}).includes('"concurrent":true');
    return gentleChanges.has(subtype) || isConcurrent;
  });
}

/** What can be said of the places of a file. */
export function placesOf({ bytes }: ComparedFile): FilePlaces {
  const split = splitStatements(bytes);
  if (!split.ok) {
    return {
      readable: false,
      statementAt: () => 0,
      isOnlyAboutNew: () => false,
      isUndoing: () => false,
      kindOf: () => '',
      isGentle: () => false,
      objectOf: () => '',
    };
  }
  const text = Buffer.from(split.text);
  const up = Buffer.from(readFileForm(split.text, toolOfFiles([{ bytes }])).text);
  const lineStarts = [0];
  for (const [at, byte] of text.entries()) if (byte === 0x0a) lineStarts.push(at + 1);
  const { statements } = split;
  const node = (statement: number): SqlNode | undefined => statements[statement - 1]?.node;
  return {
    readable: true,
    statementAt: (line, column) => {
      const at = (lineStarts[line] ?? 0) + column;
      return Math.max(1, statements.filter(({ startByte }) => startByte <= at).length);
    },
    isOnlyAboutNew: (statement) => {
      const own = node(statement);
      const names = own === undefined ? [] : relationsOf(own);
      const made = new Set(statements.slice(0, statement - 1).map((one) => madeBy(one.node)));
      // A new table's name in another case is another table; a name with another schema as well.
      return names.length > 0 && names.every((name) => made.has(name));
    },
    isUndoing: (statement) => {
      const startByte = statements[statement - 1]?.startByte ?? 0;
      // Blanks are put for characters: a file with undoing parts of the corpus is ASCII.
      return text[startByte] !== up[startByte];
    },
    kindOf: (statement) => Object.keys(node(statement) ?? {})[0] ?? '',
    isGentle: (statement) => {
      const own = node(statement);
      return own !== undefined && isGentle(own);
    },
    objectOf: (statement) => {
      const own = node(statement);
      if (own === undefined) return '';
      if ('DropStmt' in own) return own.DropStmt.removeType ?? '';
      if ('AlterObjectSchemaStmt' in own) return own.AlterObjectSchemaStmt.objectType ?? '';
      if ('AlterTableStmt' in own) return own.AlterTableStmt.objtype ?? '';
      if (!('RenameStmt' in own)) return '';
      return own.RenameStmt.relationType ?? own.RenameStmt.renameType ?? '';
    },
  };
}

/** Kinds of statements on things that are no tables: nobody who uses a table waits for them. */
const notAboutTables = new Set([
  'AlterDatabaseSetStmt',
  'AlterDefaultPrivilegesStmt',
  'AlterDomainStmt',
  'AlterEnumStmt',
  'AlterExtensionStmt',
  'AlterRoleSetStmt',
  'AlterRoleStmt',
  'AlterSeqStmt',
  'AlterSystemStmt',
  'CommentStmt',
  'CompositeTypeStmt',
  'CreateCastStmt',
  'CreateDomainStmt',
  'CreateEnumStmt',
  'CreateEventTrigStmt',
  'CreateExtensionStmt',
  'CreateForeignServerStmt',
  'CreateFunctionStmt',
  'CreatePublicationStmt',
  'CreateRangeStmt',
  'CreateRoleStmt',
  'CreateSchemaStmt',
  'CreateSeqStmt',
  'CreateStatsStmt',
  'CreateSubscriptionStmt',
  'CreateTableAsStmt',
  'CreateUserMappingStmt',
  'CreatedbStmt',
  'DefineStmt',
  'DropdbStmt',
  'GrantStmt',
  'ViewStmt',
]);

const timeouts = new Set(['require-lock-timeout', 'require-statement-timeout']);

const tables = new Set(['', 'OBJECT_TABLE', 'OBJECT_COLUMN', 'OBJECT_TABCONSTRAINT']);
const relations = new Set([...tables, 'OBJECT_INDEX', 'OBJECT_VIEW', 'OBJECT_MATVIEW']);

/** The only kinds of statements at which squawk's rule looks, where hawkwatch's looks at more. */
const squawkKinds: Readonly<Record<string, readonly string[]>> = {
  'require-table-schema': [
    'CreateStmt',
    'AlterTableStmt',
    'RenameStmt',
    'AlterObjectSchemaStmt',
    'DropStmt',
  ],
  'ban-concurrent-index-creation-in-transaction': ['IndexStmt'],
  'renaming-column': ['RenameStmt'],
};

export const setAsideReasons = {
  undoing:
    'squawk also reads the part of a file that undoes the migration (dbmate, goose, node-pg-migrate); hawkwatch does not',
  'new-table':
    'the statement is only about what the same migration has made: hawkwatch exempts that in every rule, squawk in some',
  kind: 'the kind of statement is one at which only one of the two rules looks: squawk asks for time limits before statements that lock no table in use (types, functions, extensions, new tables from queries …), hawkwatch looks for unqualified names, for what cannot run in a transaction and for renamed columns in more kinds of statements',
  gentle:
    'squawk asks for time limits also before forms that let others read and write (CONCURRENTLY, VALIDATE, ATTACH, storage parameters, VACUUM …); hawkwatch does not',
  ignored: 'a comment of squawk’s own (squawk-ignore) puts the finding aside',
  unreadable: 'one of the two cannot read the file: only that is compared',
} as const;
export type SetAsideReason = keyof typeof setAsideReasons;

/** Why a place cannot be compared for a rule of squawk's; undefined when it can. */
export function setAside(
  places: FilePlaces,
  text: string,
  who: 'squawk' | 'hawkwatch',
  { rule, statement }: { readonly rule: string; readonly statement: number },
): SetAsideReason | undefined {
  const kind = places.kindOf(statement);
  const object = places.objectOf(statement);
  if (who === 'hawkwatch') {
    if (/squawk-ignore/.test(text)) return 'ignored';
    const kinds = squawkKinds[rule];
    if (kinds === undefined) return undefined;
    return kinds.includes(kind) && tables.has(object) ? undefined : 'kind';
  }
  if (places.isUndoing(statement)) return 'undoing';
  if (places.isOnlyAboutNew(statement)) return 'new-table';
  if (!timeouts.has(rule)) return undefined;
  const dropsSchema = kind === 'DropStmt' && object === 'OBJECT_SCHEMA';
  if (notAboutTables.has(kind) || !(relations.has(object) || dropsSchema)) return 'kind';
  return places.isGentle(statement) ? 'gentle' : undefined;
}
