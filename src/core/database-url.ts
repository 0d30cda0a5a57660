// What may stand where a database is named: a PostgreSQL URL, `embedded:NAME` for a database of
// hawkwatch's own embedded server, `sqlite:` or `duckdb:` and the path of a file. Faults are told
// without the URL, which may hold a password.

const embeddedForm = /^embedded:([a-z0-9][a-z0-9_-]{0,62})$/;

const maxUrlLength = 4096;

// The embedded server's own databases: hawkwatch's store, and those PostgreSQL needs itself.
const reservedNames = new Set(['hawkwatch', 'postgres', 'template0', 'template1']);

/** The database's name in the embedded server, or undefined when the URL is of another server. */
export function embeddedDatabaseName(url: string): string | undefined {
  return embeddedForm.exec(url)?.[1];
}

/** Engine and path of a database that is a file, or undefined when the URL is no such one. */
export function fileDatabaseOf(
  url: string,
):
  | { readonly engine: 'SQLITE' | 'DUCKDB'; readonly scheme: string; readonly path: string }
  | undefined {
  const [, scheme, path] = /^(sqlite|duckdb):(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || path === undefined) return undefined;
  return { engine: scheme === 'sqlite' ? 'SQLITE' : 'DUCKDB', scheme, path };
}

function filePathFault(path: string): string | undefined {
  if (path.trim() === '') return 'names no file: write its path behind the colon';
  if (path.includes('\0')) return 'is no path of a file';
  return path.startsWith('//') || path === ':memory:'
    ? 'must name a file, as sqlite:data/shop.db or duckdb:/srv/shop.duckdb'
    : undefined;
}

/** The hosts of a PostgreSQL URL as they are written, and the URL with the first one only. */
function splitHosts(url: string): { readonly hosts: string; readonly first: string } {
  // Several hosts (`a:5432,b:5432`) are PostgreSQL's own extension: only the first one is a URL's.
  const [whole = '', before = '', hosts = ''] =
    /^([a-z]+:\/\/(?:[^/?#]*@)?)([^/?#]*)/.exec(url) ?? [];
  const [host = ''] = hosts.split(',');
  return {
    hosts: hosts.includes(',') ? hosts : host.replace(/:\d*$/, ''),
    first: before + host + url.slice(whole.length),
  };
}

/** What is wrong with a PostgreSQL URL, or undefined when nothing is. */
export function postgresUrlFault(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return 'must begin with postgres:// or postgresql://';
  const { first } = splitHosts(url);
  const advice =
    'is not a valid URL; in a user name or password write the characters @ : / ? # % as %40 %3A %2F %3F %23 %25';
  if (/\s/.test(url) || !URL.canParse(first)) return advice;
  const { username, password, hash } = new URL(first);
  if (hash !== '' || /%(?![0-9a-f]{2})/i.test(username + password)) return advice;
  return undefined;
}

/** What is wrong with the URL of a monitored database, or undefined when nothing is. */
export function databaseUrlFault(url: string): string | undefined {
  const file = fileDatabaseOf(url);
  if (file !== undefined) return filePathFault(file.path);
  if (!url.startsWith('embedded:')) {
    const fault = postgresUrlFault(url);
    return fault?.startsWith('must begin') === true
      ? `${fault}, or be embedded:NAME, sqlite:PATH or duckdb:PATH`
      : fault;
  }
  const name = embeddedDatabaseName(url);
  if (name === undefined) {
    return 'after "embedded:" stands a name of lower-case letters, digits, "_" and "-"';
  }
  return reservedNames.has(name) ? 'names a database that hawkwatch needs itself' : undefined;
}

/**
 * What is wrong with a URL that comes over the API, or undefined when nothing is: every replica must
 * understand it alike, whatever its folder and whether it has an embedded server.
 */
export function registeredUrlFault(url: string): string | undefined {
  if (url.length > maxUrlLength) return `must have ${maxUrlLength} characters at most`;
  if (url.startsWith('embedded:')) {
    return 'names a database of the embedded server, which only hawkwatch.yaml can declare';
  }
  const fault = databaseUrlFault(url);
  if (fault !== undefined) return fault.replace('embedded:NAME, ', '');
  const file = fileDatabaseOf(url);
  return file === undefined || file.path.startsWith('/')
    ? undefined
    : 'must hold an absolute path, as sqlite:/srv/shop.db';
}

/** Where a database is: what of a URL may be shown to an admin. */
export interface DatabasePlace {
  /** Several hosts are separated by commas; null for a file. */
  readonly host: string | null;
  readonly port: number | null;
  readonly databaseName: string | null;
  readonly userName: string | null;
  /** Of a file. */
  readonly path: string | null;
}

/** Where the database of a faultless URL is. Neither password nor parameters are in it. */
export function placeOf(url: string): DatabasePlace {
  const file = fileDatabaseOf(url);
  if (file !== undefined) {
    return { host: null, port: null, databaseName: null, userName: null, path: file.path };
  }
  const { hosts, first } = splitHosts(url);
  const { username, pathname, port, searchParams } = new URL(first);
  const named = hosts === '' ? searchParams.get('host') : hosts;
  return {
    host: named,
    // Those of several hosts stand beside them.
    port: named?.includes(',') === true ? null : Number(port === '' ? 5432 : port),
    databaseName: decoded(pathname.slice(1)),
    userName: decoded(username),
    path: null,
  };
}

function decoded(text: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign in a name of a database means itself.
    return text;
  }
}
