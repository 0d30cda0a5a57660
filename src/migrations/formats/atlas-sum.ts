// Atlas's integrity file and the directives in its migrations. Pure.
import { createHash } from 'node:crypto';

export const atlasSumFile = 'atlas.sum';

export interface AtlasFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface AtlasSum {
  /** By file name, without `h1:`. */
  readonly sums: ReadonlyMap<string, string>;
  /** The first line, without `h1:`. */
  readonly total: string;
}

/** Hashes files one after the other: each one's sum stands for all up to it. */
export function createAtlasHasher(): {
  add(file: AtlasFile): void;
  end(): AtlasSum;
} {
  const running = createHash('sha256');
  const total = createHash('sha256');
  const sums = new Map<string, string>();
  return {
    add: ({ name, bytes }) => {
      running.update(name);
      if (atlasDirective(bytes, 'sum') === 'ignore') return;
      running.update(bytes);
      const sum = running.copy().digest('base64');
      sums.set(name, sum);
      total.update(name).update(sum);
    },
    end: () => ({ sums, total: total.digest('base64') }),
  };
}

/** The content of `atlas.sum`; undefined when it has another form. */
export function parseAtlasSum(text: string): AtlasSum | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  if (!first.startsWith('h1:')) return undefined;
  const sums = new Map<string, string>();
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const [, name, sum] = /^(.+?)\s*h1:(\S+)\s*$/.exec(line) ?? [];
    if (name === undefined || sum === undefined) return undefined;
    sums.set(name, sum);
  }
  return { sums, total: first.slice(3).trim() };
}

const headBytes = 4096;

/**
 * The argument of a directive of the whole file, as `ignore` of `-- atlas:sum ignore`; undefined when
 * the file has none. Such directives are its first comment lines, up to an empty line.
 */
export function atlasDirective(bytes: Uint8Array, directive: string): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes));
  const lines = head.toString('utf8').split('\n');
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith('--') && !line.startsWith('#')) return undefined;
    const [, name, argument = ''] = /^[ -~]*?atlas:(\w+)(?: +([ -~]*?))?\s*$/.exec(line) ?? [];
    // The sum directive counts in the first line alone, without an empty one after it.
    if (name === directive && (directive !== 'sum' || i === 0)) return argument;
  }
  return undefined;
}
