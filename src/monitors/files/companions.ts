// Files that belong to a database file and are no files of their own: write-ahead logs and journals.

const suffixes = ['-wal', '-shm', '-journal', '.wal'];

/** The database file that a file belongs to; undefined when it is one of its own. */
export function databaseOfCompanion(path: string): string | undefined {
  const suffix = suffixes.find((one) => path.endsWith(one) && path.length > one.length);
  if (suffix === undefined) return undefined;
  const base = path.slice(0, -suffix.length);
  // `.wal` and the like of others are no business of databases.
  return /\.(?:db|db3|sqlite|sqlite3|s3db|duckdb|ddb)$/i.test(base) ? base : undefined;
}

/** True for the path of a database file, by its name. */
export function isDatabasePath(path: string): boolean {
  return /\.(?:db|db3|sqlite|sqlite3|s3db|duckdb|ddb)$/i.test(path);
}

/** Write-ahead logs that hold what the database file does not have yet. */
export const walSuffixes = ['-wal', '.wal'] as const;
