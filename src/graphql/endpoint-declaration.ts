// The input of `registerEndpoint` in the form of an endpoint in the configuration file, by whose rules it
// is read. What is left out or null is not there.
import type { Label } from '../monitors/registration/parse.ts';

type Given = Readonly<Record<string, unknown>>;

/** An input type's value: its fields are plain values, lists, names with values, or inputs. */
export function declarationOf(input: Given): Record<string, unknown> {
  const declared: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    const name = durations[key];
    if (name !== undefined && typeof value === 'number') declared[name] = `${value}ms`;
    else declared[key] = isGiven(value) ? declarationOf(value) : convert(key, value);
  }
  return declared;
}

// The file has words for durations, the API milliseconds.
const durations: Readonly<Record<string, string | undefined>> = {
  everyMs: 'every',
  timeoutMs: 'timeout',
  retryDelayMs: 'retryDelay',
};

const named = new Set(['labels', 'headers', 'header']);

function convert(key: string, value: unknown): unknown {
  if (!named.has(key) || !Array.isArray(value)) return value;
  const pairs: readonly Label[] = value;
  return Object.fromEntries(pairs.map(({ name, value: text }) => [name, text]));
}

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
