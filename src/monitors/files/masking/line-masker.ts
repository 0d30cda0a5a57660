// Masks line by line what is assigned to a telling name. It remembers what the lines above began:
//
//   zone      everything indented below `passwords:`, `[secrets]`, `data:` of a Secret
//   literal   a block (`password: |`, `<<EOF`) or a quoted text that goes on over several lines
//   pair      `name: DB_PASSWORD`: the `value:` that follows is the secret
//   flag      `- --password`: the next item of the list is
//   block     everything in `variable "db_password" { … }` (hcl-blocks.ts)
//
// What stands in a line without an assignment is found by words-on-line.ts.
import { createHclBlocks } from './hcl-blocks.ts';
import { isReference } from './references.ts';
import { naming, namingKeys } from './parsed-secrets.ts';
import { isSecretName } from './secret-names.ts';
import {
  endsBeforeSecret,
  maskBrackets,
  maskFollowing,
  maskTold,
  maskXml,
  opensSecretElement,
} from './words-on-line.ts';

export interface LineMasker {
  line(text: string): string;
}

type Literal =
  | { readonly until: 'indent'; readonly indent: number }
  | { readonly until: 'sign'; readonly sign: string };

interface Zone {
  readonly indent: number;
  /** Everything in it: no name below it is told. */
  readonly whole: boolean;
  /** Ends with the next `[section]` instead. */
  readonly section: boolean;
}

const assignment =
  /(\\{0,8}["'`]?)([A-Za-z_$@][\w.$@/-]{0,127})\1(\s{0,40}(?:=>|:=|\+=|[:=])\s{0,40})(\\{1,8}"(?:[^\\"]|\\(?!")){0,4000}\\{1,8}"|"(?:[^"\\]|\\.){0,8000}"|'(?:[^'\\]|\\.|''){0,8000}'|`[^`]{0,8000}`)?/g;
/** A sign that parts values ends one only where another value could begin. */
const unquotedValue =
  /^(?:[^\s,;&}\])"']|[,;&](?!\s|$|["'{[}\]]|[\w.$-]{1,60}\s?[:=]|[A-Za-z]{1,40}(?: [A-Za-z]{1,40}){1,3}\s?=)){1,4000}/;
const beginning = /^[\s#;/*-]*(?:(?:export|set|env|default|SET|ENV|ARG)\s+)?\\{0,8}["'`]?$/;
const flag =
  /(?<![\w-])(--?[A-Za-z][\w-]{1,60})(\s{1,20}|=)("[^"]{0,2000}"|'[^']{0,2000}'|[^\s"',\]-][^\s"',\]]{0,2000})/g;
const element = /(<([\w:.-]{1,100})(?:\s[^<>]{0,400})?>)([^<]{1,4000})(?=<\/)/g;
const pairOnLine =
  /((?:name|key)["']?\s{0,10}[:=]\s{0,10}["']?([\w./-]{1,100})["']?[\s,]{1,10}["']?value["']?\s{0,10}[:=]\s{0,10})("[^"]{0,4000}"|'[^']{0,4000}'|[^\s,}>]{1,4000})/gi;
const bySpace =
  /^(\s*(?:[#;]\s*)?(?:(?:ENV|ARG|export|set|setenv|env|stats|default|sentinel|config set)\s+)?)([A-Za-z][\w.-]{1,60})(\s+)(\S.*)$/i;
/** What follows these may be a word of several: only the next one is masked. */
const several = /^(?:keys?|auth|cookies?|pin|secrets?|tokens?|credentials?)$/i;
const isAssignment = /^\s*(?:-\s+)?["']?[\w.$/-]+["']?\s*[:=]/;
const listedName = /^(?:requirepass|masterauth|auth-pass)$/i;
const indentOf = (line: string): number => line.length - line.trimStart().length;
const unquoted = (text: string): string =>
  text.replace(/^\\{0,8}["'`]?/, '').replace(/\\{0,8}["'`]?$/, '');

/** Masks the lines of one text, in order. */
export function createLineMasker(mask: string, found: (secret: string) => void): LineMasker {
  let literal: Literal | undefined;
  let zone: Zone | undefined;
  let pairLines = 0;
  let flagLines = 0;
  let isSecretDocument = false;
  const blocks = createHclBlocks();
  let parents: { indent: number; name: string }[] = [];

  const hide = (value: string): string => {
    const bare = unquoted(value);
    if (bare === '' || bare === mask || isReference(bare)) return value;
    found(bare);
    const [quote = ''] = /^\\{0,8}["'`]/.exec(value) ?? [];
    return `${quote}${mask}${value.endsWith(quote) ? quote : ''}`;
  };

  /** For what is likely no secret at all: plain words and names are not looked for elsewhere. */
  const hideLikely = (value: string): string => {
    const bare = unquoted(value);
    if (bare === '' || bare.includes(mask) || isReference(bare)) return value;
    if (!/^(?:[a-z_-]+|[A-Z_]+)$/.test(bare)) return hide(value);
    return value.replace(bare, mask);
  };

  /** True for the `key:` of `secretKeyRef` and its like: it names, and is no secret. */
  const isNaming = (name: string, indent: number): boolean => {
    if (!namingKeys.has(name)) return false;
    const above = parents.findLast((one) => one.indent < indent);
    return above !== undefined && naming.test(above.name);
  };

  const isHidden = (name: string, at: number, indent: number, first: boolean): boolean => {
    if (blocks.isInside()) return blocks.hides(name, at);
    if (zone !== undefined && first) return zone.whole || !namingKeys.has(name);
    if (name === 'value' && pairLines > 0) return true;
    return isSecretName(name.slice(name.lastIndexOf('/') + 1)) && !isNaming(name, indent);
  };

  /** What stands for a value that begins `rest`, and how much of it that replaces. */
  const hideValue = (
    rest: string,
    { quoted, whole, indent }: { quoted: string | undefined; whole: boolean; indent: number },
  ): { readonly text: string; readonly taken: number } => {
    if (quoted !== undefined) return { text: hide(quoted), taken: quoted.length };
    if (/^[{[]\s*[^\s#]/.test(rest) && !rest.startsWith('{{')) {
      const isShown = (name: string): boolean => !blocks.isInside() && namingKeys.has(name);
      const masked = maskBrackets(rest, hideLikely, isShown);
      if (!masked.isClosed) zone ??= { indent, whole: blocks.isInside(), section: false };
      return masked;
    }
    if (/^["'`]/.test(rest)) {
      // It goes on over the next lines.
      literal = { until: 'sign', sign: rest.charAt(0) };
      found(rest.slice(1));
      return { text: `${rest.charAt(0)}${mask}`, taken: rest.length };
    }
    const [value = ''] = whole
      ? [rest.trimEnd().replace(/,$/, '')]
      : (unquotedValue.exec(rest) ?? []);
    if (value === '' || /^(?:[{[|>]|<<)/.test(value)) {
      beginBelow(rest, indent);
      return { text: '', taken: 0 };
    }
    return { text: hide(value), taken: value.length };
  };

  const assignments = (line: string): string => {
    const indent = indentOf(line.replace(/^(\s*)- /, '$1  '));
    let result = '';
    let from = 0;
    for (;;) {
      assignment.lastIndex = from;
      const match = assignment.exec(line);
      if (match === null) return result + line.slice(from);
      const [all, , name = '', , quoted] = match;
      const start = match.index + all.length - (quoted?.length ?? 0);
      result += line.slice(from, start);
      from = start;
      const first = beginning.test(line.slice(0, match.index));
      // What is in the quotes of a value that may be seen is looked at in its turn.
      if (!isHidden(name, match.index, indent, first)) continue;
      const { text, taken } = hideValue(line.slice(start), { quoted, whole: first, indent });
      result += text;
      from = start + taken;
    }
  };

  const beginBelow = (rest: string, indent: number): void => {
    const heredoc = /^<<[-~]?\s*["']?(\w+)/.exec(rest);
    if (heredoc?.[1] !== undefined) literal = { until: 'sign', sign: heredoc[1] };
    else if (/^[|>]/.test(rest)) literal = { until: 'indent', indent };
    else if (/^(?:[{[]\s*)?(?:#.*)?$/.test(rest.trim()) && zone === undefined) {
      zone = { indent, whole: false, section: false };
    }
  };

  const inLiteral = (line: string, { literal: now }: { literal: Literal }): string | undefined => {
    if (now.until === 'indent') {
      if (line.trim() !== '' && indentOf(line) <= now.indent) {
        literal = undefined;
        return undefined;
      }
    } else if (now.sign.length > 1 ? line.trim() === now.sign : line.includes(now.sign)) {
      literal = undefined;
      if (now.sign.length > 1) return line;
      const end = line.indexOf(now.sign);
      found(line.slice(0, end));
      return `${mask}${line.slice(end)}`;
    }
    if (line.trim() === '') return line;
    found(line);
    return `${' '.repeat(indentOf(line))}${mask}`;
  };

  const trackPlace = (line: string): void => {
    const trimmed = line.trimStart();
    const indent = indentOf(line);
    if (/^---(?:\s|$)/.test(line)) {
      isSecretDocument = false;
      zone = undefined;
    }
    const header = /^\s*\[+\s*["']?([\w.\s"'-]+?)["']?\s*\]+\s*$/.exec(line);
    if (zone !== undefined && trimmed !== '') {
      const ends = zone.section
        ? header !== null
        : indent < zone.indent || (indent === zone.indent && !/^(?:- |-$)/.test(trimmed));
      if (ends) zone = undefined;
    }
    if (header?.[1] !== undefined && isSecretName(header[1])) {
      zone = { indent: -1, whole: true, section: true };
    }
    if (/^(?:- )?["']?kind["']?\s*:\s*["']?(?:Secret|SealedSecret)\b/.test(trimmed)) {
      isSecretDocument = true;
    }
    const opened = /^(?:- )*["']?([\w.$/-]+)["']?\s*:\s*(?:[{[]\s*)?$/.exec(trimmed);
    if (opened?.[1] === undefined) return;
    const at = indent + (trimmed.length - trimmed.replace(/^(?:- )+/, '').length);
    parents = [...parents.filter((one) => one.indent < at), { indent: at, name: opened[1] }];
    if (isSecretDocument && /^(?:data|stringData|encryptedData)$/.test(opened[1])) {
      zone = { indent: at, whole: true, section: false };
    }
  };

  const listItem = (line: string): string => {
    const [, lead = '', item = ''] = /^(\s*-\s+|\s+(?=["']))(\S.*)$/.exec(line) ?? [];
    if (item === '' || /^["']?[\w.$/-]+["']?\s*[:=]/.test(item)) return line;
    const comma = item.endsWith(',') ? ',' : '';
    return lead + hide(comma === '' ? item : item.slice(0, -1)) + comma;
  };

  const itemOrWhole = (line: string): string => {
    const masked = listItem(line);
    if (masked !== line || line.trim().startsWith('-')) return masked;
    return line.slice(0, indentOf(line)) + hide(line.trim());
  };

  /** Surroundings tell more than a name does, but what was masked already stays as it is. */
  const hideTold = (value: string): string => (value.includes(mask) ? value : hide(value));

  return {
    line: (text) => {
      if (literal !== undefined) {
        const masked = inLiteral(text, { literal });
        if (masked !== undefined) return masked;
      }
      trackPlace(text);
      blocks.line(text);
      let line = text;
      if (flagLines > 0 && text.trim() !== '') {
        flagLines -= 1;
        line =
          isAssignment.test(line) || /^\s*(?:<|-{1,2}[A-Za-z])/.test(line)
            ? line
            : itemOrWhole(line);
      }
      if (zone !== undefined || blocks.isInside()) line = listItem(line);
      line = assignments(maskXml(line, hideTold))
        .replaceAll(pairOnLine, (all: string, before: string, name: string, value: string) =>
          isSecretName(name) ? before + hide(value) : all,
        )
        .replaceAll(element, (all: string, open: string, name: string, value: string) =>
          isSecretName(name) || (pairLines > 0 && /value$/i.test(name)) ? open + hide(value) : all,
        )
        .replaceAll(flag, (all: string, name: string, space: string, value: string) =>
          isSecretName(name.replace(/^-+/, '')) ? name + space + hide(value) : all,
        );
      const [, lead = '', name = '', space = '', rest = ''] = bySpace.exec(line) ?? [];
      if (isSecretName(name) && !several.test(name) && !/^[:={]/.test(rest)) {
        // A comment is prose more often than not.
        const hideRest = /[#;]/.test(lead) ? hideLikely : hide;
        line = lead + name + space + hideRest(rest.trimEnd());
      }
      line = maskFollowing(maskTold(line, hideTold), hideLikely);
      pairLines -= 1;
      const label =
        /["']?\b(?:name|key)["']?\s*[:=]\s*["']?([\w./-]+)["']?,?\s*$/i.exec(text)?.[1] ??
        /<(?:name|key|param-name)>\s*([\w./-]+)\s*<\/[\w-]+>\s*$/i.exec(text)?.[1];
      if (label !== undefined && isSecretName(label)) pairLines = 3;
      const item = /^\s*-\s{1,20}["']?([\w-]+)["']?\s*$/.exec(text)?.[1];
      if (item !== undefined && listedName.test(item)) flagLines = 1;
      if (endsBeforeSecret(text) || opensSecretElement(text)) flagLines = 1;
      return line;
    },
  };
}
