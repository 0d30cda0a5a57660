// Patterns of paths: `*` and `?` within a name, `**` across folders, `[a-z]`, `{yaml,yml}`. A pattern
// without a slash is about names in any folder; one with a slash is about paths below the watched one.

function classEnd(pattern: string, from: number): number {
  const end = pattern.indexOf(']', from + 2);
  return end === -1 ? from : end;
}

/** The regular expression of a pattern; all of its repetitions are of single characters. */
function globExpression(pattern: string): RegExp {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === '*' && pattern.charAt(at + 1) === '*') {
      const folders = pattern.charAt(at + 2) === '/';
      source += folders ? '(?:[^/]*/)*' : '.*';
      at += folders ? 2 : 1;
    } else if (sign === '*') source += '[^/]*';
    else if (sign === '?') source += '[^/]';
    else if (sign === '[' && classEnd(pattern, at) > at) {
      const end = classEnd(pattern, at);
      const inside = pattern
        .slice(at + 1, end)
        .replaceAll('\\', '\\\\')
        .replaceAll('[', '\\[');
      source += `[${inside.startsWith('!') ? `^${inside.slice(1)}` : inside}]`;
      at = end;
    } else if (sign === '{' && pattern.includes('}', at)) {
      source += '(?:';
      braces += 1;
    } else if (sign === '}' && braces > 0) {
      source += ')';
      braces -= 1;
    } else if (sign === ',' && braces > 0) source += '|';
    else source += sign.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  }
  return new RegExp(`^${source}${')'.repeat(braces)}$`, 's');
}

/** A pattern that is none, as one with `[z-a]`, stands for itself. */
function expressionOf(pattern: string): RegExp {
  try {
    return globExpression(pattern);
  } catch {
    // The only way to ask for it: such a class is a SyntaxError.
    return new RegExp(`^${pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)}$`, 's');
  }
}

export interface PathFilter {
  /** True for a file that is watched; `relative` is its path below the watched folder. */
  takesFile(relative: string): boolean;
  /** True for a folder that is looked into. */
  takesFolder(relative: string): boolean;
}

function matcher(patterns: readonly string[]): (relative: string) => boolean {
  const paths: RegExp[] = [];
  const names: RegExp[] = [];
  for (const pattern of patterns) {
    const trimmed = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
    (trimmed.includes('/') ? paths : names).push(expressionOf(trimmed));
  }
  return (relative) => {
    const name = relative.slice(relative.lastIndexOf('/') + 1);
    return names.some((one) => one.test(name)) || paths.some((one) => one.test(relative));
  };
}

/** What editors and tools leave beside a file while they write it, and what nobody means to watch. */
const passedOver = new Set(['node_modules', '.git', '.terraform', '__pycache__', '.DS_Store']);
const temporary = /(?:~|\.(?:swp|swx|swpx|tmp|part|crdownload)|\.sw[a-z])$|^(?:4913|\.#.*|#.*#)$/;

/** What the patterns of a watch let through. */
export function createPathFilter(
  include: readonly string[],
  exclude: readonly string[],
): PathFilter {
  const included = matcher(include);
  const excluded = matcher(exclude);
  const isPassedOver = (relative: string): boolean => {
    const name = relative.slice(relative.lastIndexOf('/') + 1);
    // `..data` and its like are how Kubernetes exchanges mounted files; the links to them count.
    return passedOver.has(name) || name.startsWith('..');
  };
  return {
    takesFile: (relative) => {
      const name = relative.slice(relative.lastIndexOf('/') + 1);
      if (isPassedOver(relative) || excluded(relative)) return false;
      if (include.length > 0) return included(relative);
      return !temporary.test(name);
    },
    takesFolder: (relative) => !isPassedOver(relative) && !excluded(relative),
  };
}
