// The texts of operations as they are sent. A fragment stands once, beside what shows its fields; each
// operation that names it is given its text when the dashboard is built, so that a screen carries its own
// operations, with their fragments, and nothing else.

const template = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g;
const definition = /^\s*fragment\s+(\w+)\s+on\s/;
const spread = /\.\.\.\s*(?!on\b)(\w+)/g;

/** The text of each fragment, by its name. */
export type Fragments = ReadonlyMap<string, string>;

/** The fragments that a source defines. */
export function fragmentsIn(source: string): [string, string][] {
  return [...source.matchAll(template)].flatMap(([, text = '']): [string, string][] => {
    const name = definition.exec(text)?.[1];
    return name === undefined ? [] : [[name, text]];
  });
}

/**
 * The text of an operation with the fragments it names, and those that these name.
 * @throws Error when there is no such fragment.
 */
export function withFragments(text: string, fragments: Fragments): string {
  const needed = new Map<string, string>();
  const add = (from: string): void => {
    for (const [, name = ''] of from.matchAll(spread)) {
      if (needed.has(name)) continue;
      const found = fragments.get(name);
      if (found === undefined) throw new Error(`there is no fragment ${name}`);
      needed.set(name, found);
      add(found);
    }
  };
  add(text);
  return [text, ...needed.values()].join('\n');
}

/** A source with the whole texts of its operations; a fragment by itself is sent by nobody. */
export function completeSource(source: string, fragments: Fragments): string {
  return source.replaceAll(template, (whole, text: string) => {
    if (definition.test(text)) return 'undefined';
    const complete = withFragments(text, fragments);
    return complete === text ? whole : `graphql(\`${complete}\`)`;
  });
}
