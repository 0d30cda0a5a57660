// The advisory locks that migration tools take while they migrate: one table of them, fixed keys and
// those that a tool computes from names. Pure; whoever polls asks for the locks of one database.
import { crc32 } from 'node:zlib';

/** An advisory lock as `pg_locks` shows it: one 64-bit key in halves, or two 32-bit keys. */
export interface AdvisoryKey {
  readonly classId: number;
  readonly objectId: number;
  /** `pg_locks.objsubid`: 1 for one key, 2 for two. */
  readonly keys: 1 | 2;
}

export interface KnownLock {
  readonly tool: string;
  /** What is locked, for people. */
  readonly name: string;
  readonly key: AdvisoryKey;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** What the keys of a database are computed from. */
export interface LockFacts {
  readonly databaseName: string;
  /** History tables that exist or are configured, by tool. */
  readonly tables: readonly (TableName & { readonly tool: string })[];
}

/** The halves of a 64-bit key. */
export function oneKey(key: bigint): AdvisoryKey {
  const bits = BigInt.asUintN(64, key);
  return { classId: Number(bits >> 32n), objectId: Number(bits & 0xffffffffn), keys: 1 };
}

/** The 64-bit key that `pg_advisory_lock(bigint)` takes for this lock. */
export function bigintOf({ classId, objectId }: AdvisoryKey): bigint {
  return BigInt.asIntN(64, (BigInt(classId) << 32n) | BigInt(objectId));
}

/** The hash of a string in Java. */
function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1)
    hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

/** FNV-1 with 32 bits. */
function fnv1(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash;
}

// The bytes of "Flyway"; the hash of the quoted table name is added to it.
const flywayKey = 0x466c79776179n;

/** Flyway's key for a history table. */
export function flywayLock({ schema, name }: TableName): AdvisoryKey {
  return oneKey(flywayKey + BigInt(javaHash(`"${schema}"."${name}"`)));
}

/** golang-migrate's key: a 32-bit product of a checksum and a fixed number. */
export function golangMigrateLock(databaseName: string, { schema, name }: TableName): AdvisoryKey {
  const sum = crc32(Buffer.from(`${schema}\0${name}\0${databaseName}`));
  return oneKey(BigInt(Math.imul(sum, 1_486_364_155) >>> 0));
}

/** The key of tools that multiply the checksum of the database's name. */
function nameTimes(databaseName: string, factor: bigint): AdvisoryKey {
  return oneKey(factor * BigInt(crc32(Buffer.from(databaseName))));
}

const fixedLocks: readonly KnownLock[] = [
  { tool: 'prisma', name: "Prisma's migration lock", key: oneKey(72_707_369n) },
  { tool: 'graphile-migrate', name: "graphile-migrate's lock", key: oneKey(4727445306447283n) },
  { tool: 'node-pg-migrate', name: "node-pg-migrate's lock", key: oneKey(7241865325823964n) },
  { tool: 'goose', name: "goose's session lock", key: oneKey(4_097_083_626n) },
  {
    tool: 'atlas',
    name: "Atlas' migration lock",
    key: oneKey(BigInt(fnv1('atlas_migrate_execute'))),
  },
  { tool: 'kysely', name: "Kysely's migration lock", key: oneKey(3853314791062309107n) },
  {
    tool: 'postgres-migrations',
    name: "postgres-migrations' lock",
    key: oneKey(-8525285245963000605n),
  },
];

const keyText = ({ classId, objectId, keys }: AdvisoryKey): string =>
  `${classId}/${objectId}/${keys}`;

// Any Flyway table: the bytes and a 32-bit hash, which may be negative.
const flywayFirst = flywayKey - 2_147_483_648n;
const flywayLast = flywayKey + 2_147_483_647n;
const [flywayLow, flywayHigh] = [oneKey(flywayFirst), oneKey(flywayLast)];

export interface LockBook {
  readonly locks: readonly KnownLock[];
  /** The tool whose lock this is; undefined for an application's own lock. */
  find(key: AdvisoryKey): KnownLock | undefined;
  /** The condition on `pg_locks` that these locks fulfil. */
  readonly condition: string;
}

/** The locks to look for in a database. */
export function createLockBook({ databaseName, tables }: LockFacts): LockBook {
  const locks = [
    ...fixedLocks,
    { tool: 'rails', name: "Rails' migration lock", key: nameTimes(databaseName, 2_053_462_845n) },
    { tool: 'sqlx', name: "sqlx' migration lock", key: nameTimes(databaseName, 0x3d32ad9en) },
    ...golangTables(tables).map((table) => ({
      tool: 'golang-migrate',
      name: `golang-migrate's lock of ${table.schema}.${table.name}`,
      key: golangMigrateLock(databaseName, table),
    })),
    ...tables
      .filter((table) => table.tool === 'flyway')
      .map((table) => ({
        tool: 'flyway',
        name: `Flyway's lock of ${table.schema}.${table.name}`,
        key: flywayLock(table),
      })),
  ];
  const byKey = new Map(locks.map((lock) => [keyText(lock.key), lock]));
  return {
    locks,
    find: (key) => {
      const known = byKey.get(keyText(key));
      if (known !== undefined || key.keys === 2) return known;
      const bits = bigintOf(key);
      if (bits < flywayFirst || bits > flywayLast) return undefined;
      return { tool: 'flyway', name: "Flyway's lock", key };
    },
    condition: conditionOf(locks),
  };
}

/** Its lock names the table it is going to make, so the usual one is always among them. */
function golangTables(tables: LockFacts['tables']): readonly TableName[] {
  const found = tables.filter((table) => table.tool === 'golang-migrate');
  const usual = { schema: 'public', name: 'schema_migrations' };
  return found.some(({ schema, name }) => schema === usual.schema && name === usual.name)
    ? found
    : [usual, ...found];
}

function conditionOf(locks: readonly KnownLock[]): string {
  // Quoted, so that each constant becomes an oid whatever its size.
  const one = ({ key }: KnownLock): string =>
    `(classid = '${key.classId}' and objid = '${key.objectId}' and objsubid = ${key.keys})`;
  const flyway =
    `(objsubid = 1 and (classid = '${flywayHigh.classId}' and objid <= '${flywayHigh.objectId}' ` +
    `or classid = '${flywayLow.classId}' and objid >= '${flywayLow.objectId}'))`;
  return [...locks.map(one), flyway].join(' or ');
}
