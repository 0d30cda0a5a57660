// Databases for tests on the one test server.
import postgres from 'postgres';

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** The URL of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Creates a database, from a template where one is named. */
export async function createDatabase(
  serverUrl: string,
  name: string,
  template?: string,
): Promise<TestDatabase> {
  const run = async (statement: string): Promise<void> => {
    const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
    await sql.unsafe(statement);
    await sql.end();
  };
  await run(`create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  return {
    name,
    url: databaseUrl(serverUrl, name),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}
