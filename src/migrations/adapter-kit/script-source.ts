// Looks into JavaScript and TypeScript source without executing it: comments and the content of
// strings are blanked out, so that what is found is code. A reading of tokens, not a parser.

/** Where something other than plain code may begin. */
const special = /["'`{}/]/g;

/** The text with comments and the content of strings replaced by spaces; places stay the same. */
export function blankText(source: string): string {
  const out: string[] = [];
  let copied = 0;
  const blank = (from: number, to: number): void => {
    if (to <= from) return;
    out.push(source.slice(copied, from), source.slice(from, to).replaceAll(/[^\n]/g, ' '));
    copied = to;
  };
  let at = 0;
  /** Depths of braces at which a template goes on after `${…}`. */
  const templates: number[] = [];
  let depth = 0;
  const skipQuoted = (quote: string): void => {
    const start = at + 1;
    at += 1;
    while (at < source.length && source[at] !== quote) {
      if (quote === '`' && source.startsWith('${', at)) {
        blank(start, at);
        templates.push(depth);
        at += 2;
        return;
      }
      if (quote !== '`' && source[at] === '\n') break;
      at += source[at] === '\\' ? 2 : 1;
    }
    blank(start, Math.min(at, source.length));
    at += 1;
  };
  while (at < source.length) {
    special.lastIndex = at;
    at = special.exec(source)?.index ?? source.length;
    const char = source[at];
    if (source.startsWith('//', at) || source.startsWith('/*', at)) {
      const [end, length] = source[at + 1] === '/' ? ['\n', 0] : ['*/', 2];
      const found = source.indexOf(end, at + 2);
      const to = found < 0 ? source.length : found + length;
      blank(at, to);
      at = to;
    } else if (char === '"' || char === "'" || char === '`') {
      skipQuoted(char);
    } else if (char === '}' && templates.at(-1) === depth) {
      templates.pop();
      skipQuoted('`');
    } else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      at += 1;
    }
  }
  out.push(source.slice(copied));
  return out.join('');
}

export interface FoundClass {
  readonly name: string;
  /** What its property `name` is set to by a literal. */
  readonly nameProperty: string | null;
}

const classForm = /\bclass\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
const functionForm = /\bfunction\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*\(\s*\)/gu;
const nameForm = /(?<![.\w$])(?:this\s*\.\s*)?name(?:\s*:\s*string)?\s*=\s*(?=["'`])/;

/** The classes that a source declares, also as functions, as old compilers write them. */
export function findClasses(source: string): readonly FoundClass[] {
  const code = blankText(source);
  const heads = [...code.matchAll(classForm)];
  if (heads.length === 0) heads.push(...code.matchAll(functionForm));
  return heads.map((head, place) => {
    const from = head.index;
    const to = heads[place + 1]?.index ?? code.length;
    const property = nameForm.exec(code.slice(from, to));
    const quote = property === null ? -1 : from + property.index + property[0].length;
    const end = quote < 0 ? -1 : source.indexOf(source[quote] ?? '', quote + 1);
    return {
      name: head[1] ?? '',
      nameProperty: end < 0 ? null : source.slice(quote + 1, end),
    };
  });
}
