// Turns zod's issues and repeated names into faults with their place in the file. The values
// themselves are never told.
import type { z } from 'zod';

import type { ConfigurationFault } from './configuration-error.ts';
import { nearestWord } from './did-you-mean.ts';
import { printableKey, type ConfigurationDocument, type Path } from './document.ts';
import { knownKeysOf } from './forms.ts';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'must be text; a number or a word such as true must stand in quotes to be text',
  object: 'must be a section with keys of its own',
  record: 'must be a section of the form "key: text"',
  array: 'must be a list, each entry of it beginning with "- "',
};

function faultAt(document: ConfigurationDocument, path: Path, message: string): ConfigurationFault {
  const { where, line } = document.locate(path);
  return { where, line, message };
}

function unknownKeyFault(
  document: ConfigurationDocument,
  path: Path,
  known: readonly string[],
): ConfigurationFault {
  const nearest = nearestWord(printableKey(path.at(-1) ?? ''), known);
  const hint =
    nearest === undefined ? `known here are ${known.join(', ')}` : `did you mean ${nearest}?`;
  return faultAt(document, path, `is not a known key; ${hint}`);
}

function issueFaults(issue: Issue, document: ConfigurationDocument): ConfigurationFault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysOf(issue.message);
    return issue.keys.map((key) => unknownKeyFault(document, [...path, key], known));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => faultAt(document, path, message));
  }
  if (!document.locate(path).present) return [faultAt(document, path, 'is missing')];
  // A message of the schema's own says more than the kind does.
  const isGeneric = issue.code === 'invalid_type' && issue.message.startsWith('Invalid input');
  const message = isGeneric ? (kinds[issue.expected] ?? issue.message) : issue.message;
  return [faultAt(document, path, message)];
}

/** The faults behind zod's issues. */
export function schemaFaults(
  issues: readonly Issue[],
  document: ConfigurationDocument,
): ConfigurationFault[] {
  return issues.flatMap((issue) => issueFaults(issue, document));
}

function entries(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function repeatedNames(
  document: ConfigurationDocument,
  path: Path,
  list: readonly unknown[],
  options: { readonly what: string; readonly defaultName?: string },
): ConfigurationFault[] {
  const first = new Map<unknown, number>();
  const faults: ConfigurationFault[] = [];
  for (const [index, entry] of list.entries()) {
    const name = property(entry, 'name') ?? options.defaultName;
    if (name === undefined) continue;
    const { line, where } = document.locate([...path, index, 'name']);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, line);
    } else {
      const message = `must be unique: the ${options.what} on line ${earlier} has the same name`;
      faults.push({ where, line, message });
    }
  }
  return faults;
}

/** Sections whose entries have names of their own, and what one entry is. */
const namedLists: Readonly<Record<string, string>> = {
  databases: 'database',
  endpoints: 'endpoint',
  intakes: 'intake',
  heartbeats: 'heartbeat',
  channels: 'channel',
  maintenance: 'maintenance window',
  inhibitions: 'inhibition',
  dependencies: 'dependency',
};

/**
 * The faults of names that stand twice. It reads the plain data, so that they are told together
 * with the faults of the schema.
 */
export function nameFaults(data: unknown, document: ConfigurationDocument): ConfigurationFault[] {
  const databases = entries(property(data, 'databases'));
  return [
    ...Object.entries(namedLists).flatMap(([key, what]) =>
      repeatedNames(document, [key], entries(property(data, key)), { what }),
    ),
    ...repeatedNames(
      document,
      ['alerts', 'rules'],
      entries(property(property(data, 'alerts'), 'rules')),
      { what: 'alert rule' },
    ),
    ...databases.flatMap((database, index) =>
      repeatedNames(
        document,
        ['databases', index, 'migrations'],
        entries(property(database, 'migrations')),
        { what: 'migration source', defaultName: 'main' },
      ),
    ),
  ];
}
