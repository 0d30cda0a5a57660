// Secrets that a YAML or JSON text holds by its structure, whatever the style it is written in: values
// under telling names, name/value pairs, and everything in a Kubernetes Secret.
import { parseAllDocuments } from 'yaml';

import { isReference } from './references.ts';
import { isSecretName } from './secret-names.ts';
import { maskTold } from './words-on-line.ts';

/** Names below a telling one that say which secret, not what it is. */
export const namingKeys = new Set(
  (
    'name namespace kind key optional apiVersion apiGroup group version defaultMode items path ' +
    'mountPath enabled type secretName secretNamespace provider engine region'
  ).split(' '),
);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* scalars(value: unknown, depth = 0): Generator<string> {
  if (depth > 30) return;
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number' || typeof value === 'bigint') yield String(value);
  else if (Array.isArray(value)) for (const one of value) yield* scalars(one, depth + 1);
  else if (isRecord(value)) for (const one of Object.values(value)) yield* scalars(one, depth + 1);
}

/** Members whose own members name a secret. */
export const naming = /(?:Ref|Selector|Secret|secret)$/;

interface Place {
  /** Below a telling name. */
  readonly isInside: boolean;
  /** Below a member that names a secret. */
  readonly isNaming: boolean;
  readonly depth: number;
}

/** `["--requirepass", "secret"]`, however the list is laid out. */
function* afterOptions(items: readonly unknown[]): Generator<string> {
  for (const [index, item] of items.entries()) {
    if (typeof item !== 'string' || !/^--?[A-Za-z][\w-]{1,60}$/.test(item)) continue;
    const next: unknown = items[index + 1];
    if (!isSecretName(item.replace(/^-+/, '')) || typeof next !== 'string') continue;
    if (!next.startsWith('--') && !isReference(next)) yield next;
  }
  const words = items.filter((item) => typeof item === 'string');
  if (words.length < 2 || words.length > 200) return;
  const found: string[] = [];
  maskTold(JSON.stringify(words), (secret) => {
    const bare = secret.replaceAll(/^["']|["']$/g, '');
    if (!isReference(bare)) found.push(bare);
    return secret;
  });
  yield* found;
}

function* below(value: unknown, { isInside, isNaming, depth }: Place): Generator<string> {
  if (depth > 60) return;
  if (Array.isArray(value)) {
    yield* afterOptions(value);
    for (const one of value) yield* below(one, { isInside, isNaming, depth: depth + 1 });
  } else if (isRecord(value)) {
    if (value['kind'] === 'Secret' || value['kind'] === 'SealedSecret') {
      yield* scalars(value['data']);
      yield* scalars(value['stringData']);
    }
    const { name, key, value: paired } = value;
    const label = typeof name === 'string' ? name : key;
    if (typeof label === 'string' && isSecretName(label)) yield* scalars(paired);
    for (const [member, one] of Object.entries(value)) {
      const names = (isInside || isNaming) && namingKeys.has(member);
      yield* below(one, {
        isInside: !names && (isInside || isSecretName(member)),
        isNaming: naming.test(member),
        depth: depth + 1,
      });
    }
  } else if (isInside) {
    for (const text of scalars(value)) if (!isReference(text)) yield text;
  }
}

const root: Place = { isInside: false, isNaming: false, depth: 0 };

/** Nothing when the text is neither YAML nor JSON. */
export function findParsedSecrets(text: string): readonly string[] {
  if (!text.includes(':')) return [];
  return parsedValues(text).flatMap((value) => [...below(value, root)]);
}

function parsedValues(text: string): readonly unknown[] {
  try {
    // A tenth of the time, where it is JSON.
    if (/^\s*[{[]/.test(text)) return [JSON.parse(text)];
  } catch {
    // Not JSON: it may be YAML all the same.
  }
  try {
    return parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' }).flatMap(
      (document) =>
        document.errors.length > 0 ? [] : [document.toJS({ maxAliasCount: 100 }) as unknown],
    );
  } catch {
    // No such text, or one made to be expanded without end: the other nets go by its lines.
    return [];
  }
}
