// What may stand where a database is named: a PostgreSQL URL, or `embedded:NAME` for a database of
// hawkwatch's own embedded server. Faults are told without the URL, which may hold a password.

const embeddedForm = /^embedded:([a-z0-9][a-z0-9_-]{0,62})$/;

// The embedded server's own databases: hawkwatch's store, and those PostgreSQL needs itself.
const reservedNames = new Set(['hawkwatch', 'postgres', 'template0', 'template1']);

/** The database's name in the embedded server, or undefined when the URL is of another server. */
export function embeddedDatabaseName(url: string): string | undefined {
  return embeddedForm.exec(url)?.[1];
}

/** What is wrong with a PostgreSQL URL, or undefined when nothing is. */
export function postgresUrlFault(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return 'must begin with postgres:// or postgresql://';
  // Several hosts (`a:5432,b:5432`) are PostgreSQL's own extension: only the first one is a URL's.
  const firstHostOnly = url.replace(/^([a-z]+:\/\/(?:[^/?#]*@)?[^/?#,]*)(?:,[^/?#,]*)+/, '$1');
  const advice =
    'is not a valid URL; in a user name or password write the characters @ : / ? # % as %40 %3A %2F %3F %23 %25';
  if (/\s/.test(url) || !URL.canParse(firstHostOnly)) return advice;
  const { username, password, hash } = new URL(firstHostOnly);
  if (hash !== '' || /%(?![0-9a-f]{2})/i.test(username + password)) return advice;
  return undefined;
}

/** What is wrong with the URL of a monitored database, or undefined when nothing is. */
export function databaseUrlFault(url: string): string | undefined {
  if (!url.startsWith('embedded:')) {
    const fault = postgresUrlFault(url);
    return fault?.startsWith('must begin') === true ? `${fault}, or be embedded:NAME` : fault;
  }
  const name = embeddedDatabaseName(url);
  if (name === undefined) {
    return 'after "embedded:" stands a name of lower-case letters, digits, "_" and "-"';
  }
  return reservedNames.has(name) ? 'names a database that hawkwatch needs itself' : undefined;
}
