// Changes databases that are files, as another process would: opened, changed and closed.
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';

export function runSqlite(file: string, statements: string): Promise<void> {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
  return Promise.resolve();
}

export async function runDuckdb(file: string, statements: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(statements === '' ? 'select 1' : statements);
  connection.closeSync();
  instance.closeSync();
}
