// Liquibase's changelogs in XML, YAML and JSON: what they include, and which changesets they have. Their
// changes are not read, so that they have no checksum here. Pure.
import { parseDocument } from 'yaml';

import type { Changeset } from './liquibase-sql.ts';
import { xmlTags } from './xml-tags.ts';

export type ChangelogItem =
  | { readonly kind: 'include'; readonly file: string; readonly relative: boolean }
  | { readonly kind: 'includeAll'; readonly path: string; readonly relative: boolean }
  | { readonly kind: 'changeset'; readonly changeset: Changeset };

export interface Changelog {
  readonly items: readonly ChangelogItem[];
  readonly faults: readonly string[];
}

/** No changelog is longer than this, in characters; they are lists. */
const maxChars = 1_000_000;
const root = 'databaseChangeLog';

/** The changelog in a file; undefined when the file is something else. */
export function parseChangelog(text: string, path: string): Changelog | undefined {
  if (!text.includes(root)) return undefined;
  if (text.length > maxChars) {
    return { items: [], faults: [`${path} is too long for a changelog`] };
  }
  return path.endsWith('.xml') ? parseXml(text, path) : parseYaml(text, path);
}

type Attributes = (name: string) => string | undefined;

function parseXml(text: string, path: string): Changelog | undefined {
  const tags = xmlTags(text);
  if (tags === undefined) return { items: [], faults: [`${path} is not XML that can be read`] };
  if (tags[0]?.name !== root) return undefined;
  const filePath = tags[0].attributes.get('logicalFilePath') ?? null;
  return collect(
    path,
    tags
      .filter(({ depth }) => depth === 1)
      .map(({ name, attributes }) => [name, (key) => attributes.get(key)]),
    filePath,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseYaml(text: string, path: string): Changelog | undefined {
  // JSON is read as YAML, as Liquibase does. Everything stays text: an id `1.0` is not the number 1.
  const document = parseDocument(text, {
    schema: 'failsafe',
    logLevel: 'silent',
    uniqueKeys: false,
  });
  if (document.errors.length > 0) {
    return { items: [], faults: [`${path} cannot be read: ${document.errors[0]?.code ?? ''}`] };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    // Aliases that multiply without end, or name nothing.
    return { items: [], faults: [`${path} cannot be read: its aliases cannot be resolved`] };
  }
  const list = isRecord(content) ? content[root] : undefined;
  if (!Array.isArray(list)) return undefined;
  const entries = list.filter(isRecord).flatMap((entry) => Object.entries(entry));
  const given = entries.find(([name]) => name === 'logicalFilePath')?.[1];
  return collect(
    path,
    entries.map(([name, value]) => [
      name,
      (key) => {
        const found = isRecord(value) ? value[key] : undefined;
        return typeof found === 'string' ? found : undefined;
      },
    ]),
    typeof given === 'string' ? given : null,
  );
}

function collect(
  path: string,
  elements: readonly (readonly [name: string, read: Attributes])[],
  filePath: string | null,
): Changelog {
  const items: ChangelogItem[] = [];
  const faults: string[] = [];
  for (const [name, read] of elements) {
    const relative = read('relativeToChangelogFile') === 'true';
    const target = read(name === 'includeAll' ? 'path' : 'file') ?? '';
    const isInclude = name === 'include' || name === 'includeAll';
    if (isInclude && (target === '' || target.includes('${'))) {
      faults.push(`${path} includes "${target}", which cannot be found from here`);
    } else if (name === 'include') items.push({ kind: name, file: target, relative });
    else if (name === 'includeAll') items.push({ kind: name, path: target, relative });
    else if (name === 'changeSet') {
      const changeset = toChangeset(read, filePath);
      if (changeset === undefined) faults.push(`${path} has a changeset without id or author`);
      else items.push({ kind: 'changeset', changeset });
    }
  }
  return { items, faults };
}

function toChangeset(read: Attributes, filePath: string | null): Changeset | undefined {
  const [id, author] = [read('id'), read('author')];
  if (id === undefined || author === undefined) return undefined;
  const isSet = (name: string): boolean => read(name)?.toLowerCase() === 'true';
  return {
    id,
    author,
    logicalFilePath: read('logicalFilePath') ?? filePath,
    runOnChange: isSet('runOnChange'),
    runAlways: isSet('runAlways'),
    ignore: isSet('ignore'),
    dbms: read('dbms') ?? null,
    context: read('contextFilter') ?? read('context') ?? null,
    labels: read('labels') ?? null,
    validChecksums: [],
    checksum: null,
  };
}
