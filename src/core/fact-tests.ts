// Tests of values of an event's payload, as rules write them. A path names keys, as `state.after`;
// `length` is a list's length, and `*` each of its entries, of which one is enough. A value that is missing
// is an empty text, as a label that is missing is for matchers.
import { factOperators, type FactTest } from './alert-rules.ts';
import { fitsPattern } from './matchers.ts';

const written =
  /^\s*([A-Za-z_][\w*]*(?:\.[\w*]+){0,9})\s*(?:(!=|!~|>=|<=|=|~|>|<|\bin\b)\s*(.*?)|\s(not exists|exists))\s*$/s;
const longestValue = 500;
const mostValues = 100;

export const factTestForm =
  'a test as `runState=FAILED`, `state.after!~UP_TO_DATE|BEHIND`, `counts.pending > 0`, ' +
  '`risk in HIGH, CRITICAL` or `reason exists`';

/** A test as rules write it; undefined when the text is none. */
export function findFactTest(text: string): FactTest | undefined {
  if (text.length > longestValue + 300 || text.includes('\0')) return undefined;
  const [, path, sign, value, existence] = written.exec(text) ?? [];
  if (path === undefined) return undefined;
  if (existence !== undefined) return { path, operator: 'exists', value: existence === 'exists' };
  const operator = factOperators.find((one) => one === sign);
  if (operator === undefined || value === undefined || value.length > longestValue)
    return undefined;
  if (operator === 'in') {
    const list = value.split(',').map((one) => plain(one.trim()));
    return list.length > mostValues || value === '' ? undefined : { path, operator, value: list };
  }
  if (comparisons.has(operator)) {
    const number = Number(value);
    return value === '' || !Number.isFinite(number) ? undefined : { path, operator, value: number };
  }
  return { path, operator, value: plain(value) };
}

/** As `findFactTest` reads it. */
export function writeFactTest({ path, operator, value }: FactTest): string {
  if (operator === 'exists') return `${path} ${value === false ? 'not exists' : 'exists'}`;
  return `${path} ${operator} ${Array.isArray(value) ? value.join(', ') : String(value)}`;
}

const comparisons = new Set(['>', '>=', '<', '<=']);

function plain(text: string): string {
  return /^"(.*)"$/s.exec(text)?.[1] ?? text;
}

/** The values at a path: none when it leads nowhere, several when it goes through `*`. */
export function readPath(payload: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [payload];
  for (const key of path.split('.')) {
    found = found.flatMap((value): readonly unknown[] => {
      if (key === '*') return Array.isArray(value) ? value : [];
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
      const next: unknown = (value as Readonly<Record<string, unknown>>)[key];
      return [next];
    });
  }
  return found.filter((value) => value !== null && value !== undefined);
}

/** The one text at a path; undefined when there is none, or what is there is no plain value. */
export function readText(payload: unknown, path: string): string | undefined {
  return textOf(readPath(payload, path)[0]);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** True when the payload is as the test wants it. */
export function passes({ path, operator, value }: FactTest, payload: unknown): boolean {
  const found = readPath(payload, path);
  if (operator === 'exists') return found.length > 0 === (value !== false);
  const texts = found.map(textOf).filter((text) => text !== undefined);
  const given = texts.length === 0 ? [''] : texts;
  switch (operator) {
    case '=':
      return given.some((text) => text === String(value));
    // What must not be there must be in no entry.
    case '!=':
      return given.every((text) => text !== String(value));
    case '~':
      return given.some((text) => fitsPattern(String(value), text));
    case '!~':
      return given.every((text) => !fitsPattern(String(value), text));
    case 'in': {
      const list = Array.isArray(value) ? value.map(String) : [String(value)];
      return given.some((text) => list.includes(text));
    }
    case '>':
    case '>=':
    case '<':
    case '<=':
      return texts.some((text) => compares(operator, Number(text), Number(value)));
  }
}

function compares(operator: '>' | '>=' | '<' | '<=', left: number, right: number): boolean {
  // NaN compares with nothing.
  switch (operator) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}

/** True when the payload passes all tests. */
export function passesAll(tests: readonly FactTest[], payload: unknown): boolean {
  return tests.every((test) => passes(test, payload));
}
