// The tags of an XML document, in one pass and without entities of its own: enough to read changelogs.
// Reads nothing else, whatever the document refers to. Pure.

export interface XmlTag {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** How many elements are around it. */
  readonly depth: number;
}

const passedOver = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;

/** The opening tags, in order; undefined when the text is no XML as far as that goes. */
export function xmlTags(text: string): readonly XmlTag[] | undefined {
  const tags: XmlTag[] = [];
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = passedOver.find(([opening]) => text.startsWith(opening, at));
    if (skipped !== undefined) {
      const [opening, closing] = skipped;
      const end = text.indexOf(closing, at + opening.length);
      if (end < 0) return undefined;
      at = end + closing.length;
      continue;
    }
    const end = endOfTag(text, at);
    if (end === undefined) return undefined;
    const inner = text.slice(at + 1, end);
    at = end + 1;
    if (inner.startsWith('/')) {
      depth -= 1;
      continue;
    }
    const [, name] = /^(?:[\w.-]+:)?([\w.-]+)/.exec(inner) ?? [];
    if (name === undefined || depth < 0) return undefined;
    tags.push({ name, attributes: attributesOf(inner), depth });
    if (!inner.endsWith('/')) depth += 1;
  }
  return depth === 0 && tags.length > 0 ? tags : undefined;
}

/** The index of the `>` that ends a tag; one in a quoted value does not. */
function endOfTag(text: string, from: number): number | undefined {
  let quote: string | undefined;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return undefined;
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of tag.matchAll(
    /[\s]([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    attributes.set(name, withoutEntities(double ?? single ?? ''));
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function withoutEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (all, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name] ?? all;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : all;
  });
}
