// Masks what is secret in a text of unknown form, before it is stored, compared or shown. Several
// nets, one behind the other: key blocks, what is assigned to a telling name (on the same line, below
// it, or in a section), URLs, words that look random; last, whatever was found to be a secret is
// masked wherever else it stands. A net too many costs readability; a missed secret cannot be undone.
import { maskRandomWords } from './high-entropy.ts';
import { createLineMasker } from './line-masker.ts';
import { findParsedSecrets } from './parsed-secrets.ts';

/** What stands for a secret. */
export const mask = '‹masked›';

const keyBlock =
  /-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|SECRET)[A-Z0-9 ]{0,20}-----[^]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g;
const urlPassword = /(:\/\/[^\s:@/"'<>]{0,256}:)([^\s"'<>]{1,2000})@/g;
const urlToken = /(:\/\/)([^\s:@/"'<>]{16,2000})@/g;
const bearer = /\b((?:bearer|basic)\s{1,20})([\w.~+/=-]{6,4096})/gi;
const jwt = /\beyJ[\w-]{8,4000}\.[\w-]{1,4000}\.[\w-]{0,4000}/g;
const wellKnown =
  /\b(?:AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|sk-|AIza|hvs\.|dop_v1_|npm_|pypi-|SG\.)[\w.-]{10,400}/g;

const everyday = new Set(
  (
    'postgres postgresql default password secret public private localhost changeme example ' +
    'redacted disabled enabled required optional verify-full verify-ca require prefer mysql ' +
    'redis service admin database production staging development'
  ).split(' '),
);
/** Shorter ones are masked where they stand, but not looked for elsewhere. */
const leastLength = 5;
const maxSought = 2000;

function sought(secrets: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const secret of secrets) {
    for (const line of secret.split('\n')) {
      const trimmed = line.trim();
      if (trimmed.length < leastLength || everyday.has(trimmed.toLowerCase())) continue;
      if (/^[0-9.]+$/.test(trimmed) && trimmed.length < 8) continue;
      found.add(trimmed);
    }
  }
  // The longest first: one may be part of another.
  return [...found].toSorted((a, b) => b.length - a.length).slice(0, maxSought);
}

/** The text without its secrets. It stays of the same form: line by line, but for key blocks. */
export function maskText(text: string): string {
  const secrets: string[] = [...findParsedSecrets(text)];
  const keep = (secret: string): string => {
    secrets.push(secret);
    return mask;
  };
  const withoutKeys = text
    .replaceAll(keyBlock, mask)
    .replaceAll(urlPassword, (_all, before: string, secret: string) => `${before}${keep(secret)}@`)
    .replaceAll(urlToken, (_all, before: string, secret: string) => `${before}${keep(secret)}@`)
    .replaceAll(bearer, (_all, before: string, secret: string) => before + keep(secret))
    .replaceAll(jwt, mask)
    .replaceAll(wellKnown, mask);
  const masker = createLineMasker(mask, (secret) => secrets.push(secret));
  let masked = withoutKeys
    .split('\n')
    .map((line) => masker.line(line))
    .join('\n');
  for (const secret of sought(secrets)) masked = masked.replaceAll(secret, mask);
  return maskRandomWords(masked, mask);
}
