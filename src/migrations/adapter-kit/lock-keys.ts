// Advisory-lock keys that tools compute from names. Pure.

const railsSalt = 2_053_462_845n;
const golangMigrateSalt = 1_486_364_155n;

/** Flyway: the letters of its name, plus Java's hash of the quoted table name. */
export function flywayLockKey(schema: string, table: string): bigint {
  let hash = 0;
  const name = `"${schema}"."${table}"`;
  for (let i = 0; i < name.length; i += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return 0x466c_7977_6179n + BigInt(hash);
}

/** Rails: one per database. `nameSum` is the CRC32 of its name. */
export const railsLockKey = (nameSum: number): bigint => railsSalt * BigInt(nameSum);

/** golang-migrate: `namesSum` is the CRC32 of schema, table and database with a NUL between them. */
export const golangMigrateLockKey = (namesSum: number): bigint =>
  BigInt.asUintN(32, BigInt(namesSum) * golangMigrateSalt);

export const gooseLockKey = 4_097_083_626n;
export const atlasLockKey = 2_686_470_616n;
