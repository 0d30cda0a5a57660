// A YAML text as data together with the line of each of its places. It tells syntax faults in its
// own words, since the parser's messages quote the text, which may hold a password.
import {
  LineCounter,
  Scalar,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml';

import type { ConfigurationFault } from './configuration-error.ts';
import { syntaxMessage } from './syntax-messages.ts';

export type Path = readonly PropertyKey[];

export interface Place {
  /** As `databases[0].url`; empty for the whole file. */
  readonly where: string;
  readonly line: number;
  /** False when nothing stands there; `line` is then that of what should hold it. */
  readonly present: boolean;
}

export interface ConfigurationDocument {
  /** The plain data; undefined when the text is not YAML, or is empty. */
  readonly data: unknown;
  /** What is wrong with the text and its references, in the order of its lines. */
  readonly faults: readonly ConfigurationFault[];
  locate(path: Path): Place;
}

/** Turns a string of the file into what it means, telling its faults. */
export type Expand = (text: string) => {
  readonly text: string;
  readonly faults: readonly string[];
};

// More aliases than any honest file has; the parser counts those inside of aliased nodes too.
const maxAliasCount = 100;

const printable = /^[\w./-]{1,64}$/;

/** A key of the file for a message; one that looks like anything but a key is not shown. */
export function printableKey(key: PropertyKey): string {
  return typeof key === 'string' && printable.test(key) ? key : '…';
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function findPair(node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  // The last one: it is the one whose value counts.
  return node.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key);
}

function createLocator(document: Document, lines: LineCounter): (path: Path) => Place {
  const lineOf = (node: unknown): number | undefined => {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : lines.linePos(start).line;
  };
  return (path) => {
    let node: unknown = resolved(document.contents, document);
    let line = lineOf(node) ?? 1;
    let where = '';
    let present = true;
    for (const segment of path) {
      if (typeof segment === 'number') {
        // Where a list may stand as its only entry, the entry has the list's place.
        if (!isSeq(node)) continue;
        node = node.items[segment];
        where += `[${segment}]`;
        line = lineOf(node) ?? line;
        node = resolved(node, document);
      } else {
        const pair = findPair(node, segment);
        node = resolved(pair?.value, document);
        where += `${where === '' ? '' : '.'}${printableKey(segment)}`;
        line = lineOf(pair?.key) ?? line;
        present &&= pair !== undefined && !(isScalar(node) && node.value === undefined);
      }
    }
    return { where, line, present };
  };
}

type Ancestors = readonly (Document | Node | Pair)[];

// Where a node stands in the text; `node` is the child of the last ancestor.
function whereOf(ancestors: Ancestors, node: unknown): string {
  let where = '';
  for (const [index, ancestor] of ancestors.entries()) {
    const child: unknown = ancestors[index + 1] ?? node;
    if (isSeq(ancestor)) where += `[${ancestor.items.indexOf(child)}]`;
    if (!isPair(ancestor)) continue;
    const key = isScalar(ancestor.key) ? printableKey(String(ancestor.key.value)) : '…';
    where += `${where === '' ? '' : '.'}${key}`;
  }
  return where;
}

function repeatedKeyFaults(
  document: Document,
  lineAt: (offset: number) => number,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  visit(document, {
    Map: (_key, map, ancestors) => {
      const first = new Map<unknown, number>();
      for (const pair of map.items) {
        if (!isScalar(pair.key)) continue;
        const line = lineAt(pair.key.range?.[0] ?? 0);
        const earlier = first.get(pair.key.value);
        if (earlier === undefined) {
          first.set(pair.key.value, line);
        } else {
          const where = whereOf([...ancestors, map, pair], pair.value);
          const message = `stands here a second time; the first one is on line ${earlier}`;
          faults.push({ where, line, message });
        }
      }
    },
  });
  return faults;
}

// An entry without a value means the same as no entry: that is what is left of a section whose
// lines are all commented out.
function forgetEmptyValue(pair: Pair): void {
  if (pair.value === null) pair.value = new Scalar(undefined);
  else if (isScalar(pair.value) && pair.value.value === null) pair.value.value = undefined;
}

function expandValues(
  document: Document,
  expand: Expand,
  lineAt: (offset: number) => number,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  visit(document, {
    Pair: (_key, pair) => forgetEmptyValue(pair),
    Alias: (_key, alias: Alias, ancestors) => {
      if (alias.resolve(document) !== undefined) return;
      const where = whereOf(ancestors, alias);
      const message = 'an alias (*) names an anchor (&) that is not set before it';
      faults.push({ where, line: lineAt(alias.range?.[0] ?? 0), message });
    },
    Scalar: (key, scalar, ancestors) => {
      if (key === 'key' || typeof scalar.value !== 'string') return;
      const { text, faults: messages } = expand(scalar.value);
      scalar.value = text;
      if (messages.length === 0) return;
      const where = whereOf(ancestors, scalar);
      const line = lineAt(scalar.range?.[0] ?? 0);
      faults.push(...messages.map((message) => ({ where, line, message })));
    },
  });
  return faults;
}

/** Reads a YAML text, its strings turned by `expand`. Never throws for what the text holds. */
export function readDocument(text: string, expand: Expand): ConfigurationDocument {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  // Repeated keys are looked for below: the parser's own search is quadratic.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const locate = createLocator(document, lines);
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    where: '',
    line: lineAt(error.pos[0]),
    message: syntaxMessage(error.code),
  }));
  // What follows the first mistake is mostly its consequence, and the data are not to be trusted.
  if (syntax.length > 0) return { data: undefined, faults: syntax.slice(0, 1), locate };
  const faults = [
    ...repeatedKeyFaults(document, lineAt),
    ...expandValues(document, expand, lineAt),
  ];
  try {
    return { data: document.toJS({ maxAliasCount }) ?? undefined, faults, locate };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    if (faults.length === 0) {
      faults.push({ where: '', line: 1, message: `has more aliases (*) than ${maxAliasCount}` });
    }
    return { data: undefined, faults, locate };
  }
}
