// Patterns of objects whose changes are no drift: `TABLE public.tmp_*`, or `public.tmp_*` for every kind
// of object. A pattern that fits a table covers its columns, indexes and all else that belongs to it.
import { schemaObjectKinds } from '../../core/schema.ts';
import type { SchemaChange } from '../../core/schema-change.ts';

const kinds = new Set<string>(schemaObjectKinds);

export type IsIgnored = (change: Pick<SchemaChange, 'kind' | 'name' | 'parent'>) => boolean;

/** What the patterns fit. */
export function compileIgnores(patterns: readonly string[]): IsIgnored {
  const tests = patterns.map(compile);
  return ({ kind, name, parent }) => {
    const ids = parent === null ? [`${kind} ${name}`] : [`${kind} ${name}`, parent];
    return tests.some((fits) => ids.some(fits));
  };
}

function compile(pattern: string): (id: string) => boolean {
  const text = pattern.trim();
  const blank = text.indexOf(' ');
  const hasKind = blank > 0 && kinds.has(text.slice(0, blank));
  const parts = text.split('*');
  return (id) => fits(hasKind ? id : id.slice(id.indexOf(' ') + 1), parts);
}

/** True when the parts stand in the text in their order, the first at its start, the last at its end. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
