// Masks secrets that stand in a line without an assignment: the word after a telling one, arguments of
// well-known programs, SQL, lines of password files, users of Redis, XML. Pure functions over a line.
import { isReference } from './references.ts';
import { isSecretName } from './secret-names.ts';

/** Gives what is to stand for a secret, quotes and all. */
export type Hide = (value: string) => string;

const quoted = String.raw`"(?:[^"\\]|\\.){0,2000}"|'(?:[^'\\]|\\.|''){0,2000}'`;

const word = /(?<![\w./@-])([A-Za-z][\w.-]{1,60})(\s{1,20})/g;
/** Between the name and the value, as in `the password is …` and `identified with … by …`. */
const filler =
  /^(?:(?:is|are|was|to|by|as|for|of|the|a|an|in|and|or|with|must|be|using|encrypted)\s{1,20}){0,3}/i;
const followingValue = new RegExp(
  String.raw`^(?:${quoted}|[^\s:=({[|>&\\#<-]\S{0,2000}|[-#<>&(]\S{3,2000})`,
);
/** What these are followed by is seldom a secret: `primary key not null`, `cookie SERVERID insert`. */
const vague = /^(?:keys?|cookies?)$/i;

/** Masks the word after a telling one, wherever both stand in the line. */
export function maskFollowing(line: string, hide: Hide): string {
  let result = '';
  let from = 0;
  word.lastIndex = 0;
  for (let match = word.exec(line); match !== null; match = word.exec(line)) {
    const [all, name = ''] = match;
    if (vague.test(name) || !isSecretName(name)) continue;
    let start = match.index + all.length;
    start += filler.exec(line.slice(start, start + 200))?.[0].length ?? 0;
    const value = followingValue.exec(line.slice(start, start + 2100))?.[0];
    // An option: the word after it is not what this one is about.
    if (value === undefined || /^--?[A-Za-z][\w-]*(?:=|$)/.test(value)) continue;
    // `password = …` in the midst of a text, and `password: …`, are assignments.
    if (/^[:=]/.test(value)) continue;
    const bare = /^["']/.test(value) ? value : value.replace(/["'`,;)\]}]{1,20}$/, '');
    if (bare === '') continue;
    result += line.slice(from, start) + hide(bare);
    from = start + bare.length;
    word.lastIndex = from;
  }
  return result + line.slice(from);
}

interface Tool {
  readonly name: RegExp;
  /** Everything up to the secret, and the secret. */
  readonly argument: RegExp;
}

const value = String.raw`("[^"]{1,2000}"|'[^']{1,2000}'|[^\s"',\]]{1,2000})`;
/** From an option to its value: a space, `=`, or the next item of a list. */
const gap = String.raw`(?:["']?\s{0,5},\s{0,20}|=|\s{1,20})?`;
const argument = (options: string): RegExp =>
  new RegExp(String.raw`((?:^|[\s"'])(?:${options})${gap})${value}`, 'g');

const tools: readonly Tool[] = [
  {
    name: /\b(?:mysql\w*|mariadb\w*|mycli|innobackupex|xtrabackup|mariabackup)\b/i,
    argument: /((?:^|[\s"'])-[a-zA-Z]{0,3}?p)("[^"]{1,2000}"|'[^']{1,2000}'|[^\s"',\]]{1,2000})/g,
  },
  { name: /\b(?:redis|valkey|keydb)-(?:cli|benchmark)\b/i, argument: argument('-a|--pass') },
  {
    name: /\b(?:curl|wget|https?|ab|hey|aria2c)\b/i,
    argument: argument('-[a-zA-Z]{0,5}u|-U|--(?:proxy-)?user'),
  },
  {
    name: /\b(?:mongo\w*|sshpass|login|influx|cqlsh|rabbitmqadmin|neo4j\S*|cypher-shell)\b/i,
    argument: argument('-p'),
  },
  { name: /\b(?:sqlcmd|bcp|isql|tsql|osql)\b/i, argument: argument('-P') },
  { name: /\bldap\w+\b/i, argument: argument('-w') },
  { name: /\b(?:smbclient|rpcclient|net)\b/i, argument: argument('-U') },
];

const sql: readonly RegExp[] = [
  new RegExp(
    String.raw`(\b(?:password|passphrase|old_password|crypt|pgp_sym_\w{1,20})\s{0,20}\(\s{0,20})(${quoted})`,
    'gi',
  ),
  new RegExp(
    String.raw`(\bidentified\s{1,20}(?:(?:with|via)\s{1,20}\S{1,100}\s{1,20})?(?:by|as|using)\s{1,20}(?:password\s{1,20})?\(?)(${quoted}|[^\s;'"(]{1,500})`,
    'gi',
  ),
  new RegExp(String.raw`(\bset\s{1,20}password\b[^=]{0,400}=\s{0,20})(${quoted})`, 'gi'),
  new RegExp(
    String.raw`(\b(?:password|passphrase)\s{1,20})(E?\\{0,4}(?:${quoted})|\$(\w{0,20})\$.{0,2000}?\$\3\$)`,
    'gi',
  ),
];

/** `user:secret@host` without a scheme; `image:tag@sha256:…` is none. */
const dsn =
  /((?<![\w/.:-])[\w.%+-]{1,100}:)([^\s"'`@/<>]{1,500}|[^\s"'`<>]{1,500}(?=@(?:tcp6?|udp|unix)?\())@(?=(?:tcp6?|udp|unix)?\(|(?!sha\d{3}:)[\w.-]{0,200}[:/])/g;
const passwordFile =
  /^(\s*#?\s*[\w.*/\\[\]-]{1,300}:(?:\d{1,5}|\*):(?:[^:\\\s]|\\.){1,200}:(?:[^:\\\s]|\\.){1,200}:)(\S.{0,1000})$/;
const redisUser = /\b(?:user|setuser)["']?[\s,]{1,10}["']?\S{1,200}[\s,]/i;
const redisPassword = /((?:^|[\s"'])[>#<!])([^\s"',]{1,1000})/g;
// Looks back for the name: it may be the value of the item before it.
const listed = new RegExp(
  String.raw`(?=["'])(?<=["'](-{0,2}[A-Za-z][\w-]{1,60})["']\s{0,10},\s{0,20})(${quoted})`,
  'g',
);
/** `env[DB_PASSWORD] = …` */
const indexed = new RegExp(
  String.raw`(\[["']?([\w.-]{1,100})["']?\]\s{0,20}(?:=>?|:)\s{0,20})(${quoted}|[^\s;"']{1,2000})`,
  'g',
);
/** A user of PgBouncer. */
const userAndPassword = /^(\s*"[^"]{1,200}"\s{1,20})("[^"]{1,2000}")\s*$/;

const tag = /<[\w:.-]{1,100}\s[^<>]{1,4000}>/g;
const label = /\s(?:name|key|id|property)\s{0,5}=\s{0,5}["']([^"'<>]{1,200})["']/i;
const valueAttribute =
  /(\s(?:value|default|content)\s{0,5}=\s{0,5})("[^"]{0,4000}"|'[^']{0,4000}')/gi;
const labelledElement = new RegExp(
  String.raw`(<[\w:.-]{1,100}(\s[^<>]{1,400})>)([^<]{1,4000})(?=<\/)`,
  'g',
);
const namedThenValue =
  /(<(?:name|key|param-name)>\s{0,10}([^<>]{1,200}?)\s{0,10}<\/[\w-]{1,20}>\s{0,20}<[\w-]{0,20}value>)([^<]{1,4000})/gi;

const isLabelled = (attributes: string): boolean => {
  const name = label.exec(attributes)?.[1];
  return name !== undefined && isSecretName(name);
};

/** Masks what an attribute of an element, or the element before it, names. */
export function maskXml(line: string, hide: Hide): string {
  if (!line.includes('<')) return line;
  return line
    .replaceAll(tag, (all) =>
      isLabelled(all)
        ? all.replaceAll(
            valueAttribute,
            (_all, before: string, text: string) => before + hide(text),
          )
        : all,
    )
    .replaceAll(labelledElement, (all: string, open: string, attributes: string, text: string) =>
      isLabelled(attributes) ? open + hide(text) : all,
    )
    .replaceAll(namedThenValue, (all: string, before: string, name: string, text: string) =>
      isSecretName(name) ? before + hide(text) : all,
    );
}

/** True for the opening of an element that holds a secret, whose text is on the next line. */
export function opensSecretElement(line: string): boolean {
  const [, name = '', attributes = ''] = /<([\w:.-]{1,100})(\s[^<>]{1,400})?>\s*$/.exec(line) ?? [];
  return name !== '' && (isSecretName(name) || isLabelled(attributes));
}

/** True when the next line begins with a secret: an option, or SQL, that is broken there. */
export function endsBeforeSecret(line: string): boolean {
  if (/\b(?:PASSWORD|identified\s{1,20}by|IDENTIFIED\s{1,20}BY)\s*$/.test(line)) return true;
  const option = /(?:^|[\s"'])--?([A-Za-z][\w-]{1,60})["']?,?\s*\\?\s*$/.exec(line)?.[1];
  return option !== undefined && isSecretName(option);
}

/** Masks what its surroundings tell to be a secret. */
export function maskTold(text: string, hide: Hide): string {
  const after = (_all: string, before: string, secret: string): string => before + hide(secret);
  let line = text;
  for (const { name, argument: form } of tools) {
    if (name.test(line)) line = line.replaceAll(form, after);
  }
  for (const form of sql) line = line.replaceAll(form, after);
  line = line
    .replaceAll(dsn, (_all, before: string, secret: string) => `${before}${hide(secret)}@`)
    .replace(passwordFile, after)
    .replace(userAndPassword, after)
    .replaceAll(listed, (all: string, name: string) =>
      isSecretName(name.replace(/^-+/, '')) ? hide(all) : all,
    )
    .replaceAll(indexed, (all: string, before: string, name: string, secret: string) =>
      isSecretName(name) ? before + hide(secret) : all,
    );
  if (redisUser.test(line)) line = line.replaceAll(redisPassword, after);
  return line;
}

const token =
  /("(?:[^"\\]|\\.){0,4000}"|'(?:[^'\\]|\\.|''){0,4000}'|[^\s,[\]{}"']{1,2000}?(?=\s{0,20}(?:[:=]\s|=>)|[\s,[\]{}"']|$))(\s{0,20}(?:=>|[:=]))?/g;

/**
 * Masks the values of a list or map that is written in a line and begins `rest`; `isShown` tells names
 * whose values may be seen. `taken` is how much of it that is.
 */
export function maskBrackets(
  rest: string,
  hide: Hide,
  isShown: (name: string) => boolean,
): { readonly text: string; readonly taken: number; readonly isClosed: boolean } {
  let depth = 0;
  let end = rest.length;
  let quote = '';
  for (let at = 0; at < rest.length; at += 1) {
    const sign = rest.charAt(at);
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') {
      depth -= 1;
      if (depth === 0) {
        end = at + 1;
        break;
      }
    }
  }
  let shownNext = false;
  const text = rest.slice(0, end).replaceAll(token, (all: string, one: string, sign?: string) => {
    if (sign !== undefined) {
      shownNext = isShown(one.replaceAll(/["']/g, ''));
      return all;
    }
    const isKept = shownNext || isReference(one.replaceAll(/["']/g, ''));
    shownNext = false;
    return isKept ? one : hide(one);
  });
  return { text, taken: end, isClosed: depth === 0 };
}
