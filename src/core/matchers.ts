// Matchers of labels, as routes, silences, windows and rules write them. A pattern knows `*` (any
// characters), `?` (one character) and `|` (alternatives) and nothing else, so that one takes time in
// proportion to the text, whoever wrote it.

import { severities, type Labels } from './alerts.ts';

export const matcherOperators = ['=', '!=', '~', '!~'] as const;
/** `~` and `!~` compare with a pattern. */
export type MatcherOperator = (typeof matcherOperators)[number];

export interface Matcher {
  readonly label: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}

const written = /^\s*([A-Za-z_][\w./-]{0,62})\s*(!=|!~|=|~)\s*(.*?)\s*$/s;
const longestValue = 500;

/** A matcher as `severity=CRITICAL` or `database~shop-*|billing`; undefined when the text is none. */
export function findMatcher(text: string): Matcher | undefined {
  const [, label, operator, value] = written.exec(text) ?? [];
  const known = matcherOperators.find((one) => one === operator);
  if (label === undefined || value === undefined || known === undefined) return undefined;
  const unquoted = /^"(.*)"$/s.exec(value)?.[1] ?? value;
  if (unquoted.length > longestValue || unquoted.includes('\0')) return undefined;
  return { label, operator: known, value: label === 'severity' ? asSeverity(unquoted) : unquoted };
}

/** `critical` means CRITICAL: a matcher that never fits because of its letters helps nobody. */
function asSeverity(value: string): string {
  return severities.find((severity) => severity === value.toUpperCase()) ?? value;
}

export const matcherForm =
  'a matcher as `severity=CRITICAL`, `severity!=INFO`, `database~shop-*|billing` or `database!~test-*`';

/**
 * A matcher of hawkwatch's own.
 * @throws when the text is none.
 */
export function parseMatcher(text: string): Matcher {
  const matcher = findMatcher(text);
  if (matcher === undefined) throw new Error(`"${text}" is not ${matcherForm}`);
  return matcher;
}

export interface ReadMatchers {
  readonly matchers: readonly Matcher[];
  /** With the place in the list; null for the list itself. */
  readonly faults: readonly { readonly index: number | null; readonly message: string }[];
}

/** Matchers from texts that somebody gave, and which of them are none. */
export function readMatchers(texts: readonly string[]): ReadMatchers {
  const read = texts.map((text) => findMatcher(text));
  return {
    matchers: read.filter((matcher) => matcher !== undefined),
    faults: read.flatMap((matcher, index) =>
      matcher === undefined ? [{ index, message: `must be ${matcherForm}` }] : [],
    ),
  };
}

export function writeMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}${value}`;
}

/** True when the labels have what every matcher wants; a label that is missing is an empty one. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels));
}

export function matches({ label, operator, value }: Matcher, labels: Labels): boolean {
  const given = Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
  switch (operator) {
    case '=':
      return given === value;
    case '!=':
      return given !== value;
    case '~':
      return fitsPattern(value, given);
    case '!~':
      return !fitsPattern(value, given);
  }
}

/** True when the text fits one of the pattern's alternatives as a whole. */
export function fitsPattern(pattern: string, text: string): boolean {
  return pattern.split('|').some((alternative) => fitsOne(alternative, text));
}

// Goes back to the last `*` only: each one takes as little as it can.
function fitsOne(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  let place = 0;
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place;
      taken = at;
      place += 1;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === text[at])) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      place = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}
