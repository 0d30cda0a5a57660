// What hawkwatch itself says to a monitored server, whatever stands in the URL or in its own environment:
// the name and the time limit of a session, and as whom it logs in to what. postgres.js lets the query of a
// URL win over its options, and takes what a URL leaves out from PGUSER, PGPASSWORD and PGDATABASE.
import os from 'node:os';

export interface ConnectionUrl {
  readonly url: string;
  readonly user: string;
  /** Empty where there is none. */
  readonly password: string;
  readonly database: string;
}

// Names of settings mean the same in capitals.
const ours = new Set(['application_name', 'statement_timeout']);

/** The parts of a faultless URL, and the URL without the parameters that are hawkwatch's to say. */
export function readConnectionUrl(url: string): ConnectionUrl {
  const [before = '', ...queries] = url.split('?');
  const others = queries
    .join('?')
    .split('&')
    .filter((pair) => {
      const [[name] = ['']] = [...new URLSearchParams(pair)];
      return !ours.has(name.toLowerCase());
    })
    .join('&');
  const [, login = '', path = ''] =
    /^[a-z]+:\/\/(?:([^/]*)@)?[^/]*(?:\/(.*))?$/is.exec(before) ?? [];
  const colon = login.indexOf(':');
  const name = decodeURIComponent(colon === -1 ? login : login.slice(0, colon));
  const user = name === '' ? systemUser() : name;
  return {
    url: others === '' ? before : `${before}?${others}`,
    user,
    password: colon === -1 ? '' : decodeURIComponent(login.slice(colon + 1)),
    // As for libpq, it is called as the user where nothing is said.
    database: path === '' ? user : path,
  };
}

function systemUser(): string {
  try {
    return os.userInfo().username;
  } catch {
    // In a container the number of a user may have no name; the server says that it knows none of this one.
    return 'hawkwatch';
  }
}
