// Takes secrets out of texts that others wrote: a service may send back what it was sent.
import { cleanText } from './clean-text.ts';

const mark = '***';
const shortest = 6;

/** What of a URL must not be shown: all of it but its host. */
export function secretsOfUrl(url: string): string[] {
  const { href, pathname, search, searchParams, username, password } = new URL(url);
  const parts = [...pathname.split('/'), ...searchParams.values(), username, password];
  return [url, href, `${pathname}${search}`, pathname, ...parts, ...parts.map(decoded)];
}

/** What of a header's value must not be shown: its words too, and what its Basic login consists of. */
export function secretsOfHeader(value: string): string[] {
  const words = value.split(/\s+/);
  const [, encoded] = /^\s*Basic\s+(\S+)/i.exec(value) ?? [];
  const login = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = login.indexOf(':');
  const parts = colon < 0 ? [] : [login.slice(0, colon), login.slice(colon + 1)];
  return [value, ...words, login, ...parts];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The only way to ask: what is no encoding is an URIError.
    return text;
  }
}

function forms(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
}

/** A text without them, and cut to a length. */
export function redact(text: string, secrets: readonly string[], longest: number): string {
  const wanted = new Set(secrets.flatMap(forms).filter((form) => form.length >= shortest));
  const ordered = [...wanted].toSorted((a, b) => b.length - a.length);
  const clean = ordered.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  return cleanText(clean, longest);
}
