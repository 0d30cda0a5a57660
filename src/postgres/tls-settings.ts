// What a URL asks of TLS, in libpq's words: sslmode, sslrootcert, sslcert, sslkey, sslnegotiation. They
// are taken out of the URL, because whoever reads it next would send them on to the server.
const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof modes)[number];

export interface TlsSettings {
  readonly mode: TlsMode;
  /** What is wrong with the words; nothing is connected then. */
  readonly fault: string | null;
  /** TLS from the first byte on, without asking for it. */
  readonly direct: boolean;
  /** A file of authorities; null: those that Node.js trusts. */
  readonly rootCertificates: string | null;
  /** Files of a client's certificate and its key. */
  readonly certificate: string | null;
  readonly key: string | null;
}

const names = ['sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation'] as const;
type Name = (typeof names)[number];

const isName = (name: string): name is Name => (names as readonly string[]).includes(name);

/** The settings, and the URL without them. */
export function takeTlsSettings(url: string): { url: string; settings: TlsSettings } {
  const [before = '', ...queries] = url.split('?');
  const given: Partial<Record<Name, string>> = {};
  const others = queries
    .join('?')
    .split('&')
    .filter((pair) => {
      const [[name, value] = ['', '']] = [...new URLSearchParams(pair)];
      if (isName(name)) given[name] = value;
      return !isName(name);
    })
    .join('&');
  const mode = parseMode(given.sslmode ?? given.ssl, given.sslrootcert);
  const fault = mode === undefined ? `sslmode must be one of ${modes.join(', ')}` : null;
  return {
    url: others === '' ? before : `${before}?${others}`,
    settings: {
      mode: mode ?? 'verify-full',
      fault,
      direct: given.sslnegotiation === 'direct',
      rootCertificates: given.sslrootcert === 'system' ? null : (given.sslrootcert ?? null),
      certificate: given.sslcert ?? null,
      key: given.sslkey ?? null,
    },
  };
}

function parseMode(
  text: string | undefined,
  rootCertificates: string | undefined,
): TlsMode | undefined {
  // As libpq has it, but for what is said of nothing: no TLS, rather than to prefer it.
  if (text === undefined) {
    if (rootCertificates === undefined) return 'disable';
    return rootCertificates === 'system' ? 'verify-full' : 'verify-ca';
  }
  if (text === 'true') return 'verify-full';
  if (text === 'false') return 'disable';
  const mode = modes.find((known) => known === text);
  // Whoever names an authority wants it to be looked at.
  return mode === 'require' && rootCertificates !== undefined ? 'verify-ca' : mode;
}
