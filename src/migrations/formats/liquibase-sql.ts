// Changesets of Liquibase's formatted SQL: their attributes, and the checksum that version 9 stores.
// Pure.
import { createHash } from 'node:crypto';

export interface Changeset {
  readonly id: string;
  readonly author: string;
  /** Where it was given; it stands for the path of the file. */
  readonly logicalFilePath: string | null;
  readonly runOnChange: boolean;
  readonly runAlways: boolean;
  readonly ignore: boolean;
  readonly dbms: string | null;
  readonly context: string | null;
  readonly labels: string | null;
  /** Checksums that were declared valid; `any` accepts all. */
  readonly validChecksums: readonly string[];
  /** Null where it cannot be computed here. */
  readonly checksum: string | null;
}

export interface FormattedSql {
  readonly changesets: readonly Changeset[];
  readonly faults: readonly string[];
  /** How many have parameters, so that their checksum depends on how Liquibase is called. */
  readonly withParameters: number;
}

const firstLine = /^\s*--\s*liquibase\s*formatted/i;
const changesetLine = /^\s*--\s*changeset\s+("[^"]+"|[^:]+):(\s*)("[^"]+"|\S+)/i;
const changesetWord = /^\s*--?\s*changeset\b/i;
const propertyLine = /^\s*--\s*property\s+\S*:/i;
const ignoreLines = /^--\s*ignoreLines:(\w+)/i;
const rollbackStart = /^\s*\/\*\s*liquibase\s*rollback\s*$/i;
const rollbackEnd = /\*\/\s*$/;
const validChecksum = /^--\s*validCheckSum:? (.*)/i;
/** Lines of a changeset that are not its SQL. */
const directives = [
  /^--\s*comment:? .*/i,
  /^\s*--\s*rollback .*/i,
  /^\s*--\s*preconditions/i,
  /^\s*--\s*precondition-[a-zA-Z0-9-]+ .*/i,
];

/** True when the first line that is not empty says so. */
export function isFormattedSql(text: string): boolean {
  const line = /^\s*([^\r\n]*)/.exec(text.replace(/^\uFEFF/, ''))?.[1] ?? '';
  return firstLine.test(line);
}

interface Open {
  readonly line: string;
  readonly id: string;
  readonly author: string;
  readonly sql: string[];
  readonly valid: string[];
}

/** The changesets of a file, in its order. */
export function parseFormattedSql(text: string, path: string): FormattedSql {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const opened: Open[] = [];
  const faults: string[] = [];
  let filePath: string | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    // Nothing but SQL: most lines, and all of a file of millions.
    if (!line.includes('-') && !line.includes('/*')) {
      opened.at(-1)?.sql.push(line);
      continue;
    }
    const fault = (what: string): number => faults.push(`${path}, line ${at + 1}: ${what}`);
    if (propertyLine.test(line)) continue;
    if (firstLine.test(line)) {
      filePath = attribute(line, 'logicalFilePath');
      continue;
    }
    const ignored = ignoreLines.exec(line)?.[1];
    if (ignored !== undefined) {
      at = skipIgnored(lines, at, ignored);
      continue;
    }
    const current = opened.at(-1);
    const [, author, space, id] = changesetLine.exec(line) ?? [];
    if (author !== undefined && id !== undefined && space === '') {
      opened.push({ line, id: unquote(id), author: unquote(author), sql: [], valid: [] });
    } else if (changesetWord.test(line)) {
      fault('a changeset must begin with `--changeset author:id`');
    } else if (current !== undefined && rollbackStart.test(line)) {
      while (at < lines.length && !rollbackEnd.test(lines[at] ?? '')) at += 1;
      if (at >= lines.length) faults.push(`${path}: the roll-back of ${current.id} has no end`);
    } else if (current !== undefined) {
      const valid = validChecksum.exec(line)?.[1];
      if (valid !== undefined) current.valid.push(valid.trim());
      else if (!directives.some((form) => form.test(line))) current.sql.push(line);
    }
  }
  const changesets = opened.map((one) => toChangeset(one, filePath));
  const withParameters = opened.filter(hasParameters).length;
  return { changesets, faults, withParameters };
}

/** The index of the last line that is left out. */
function skipIgnored(lines: readonly string[], at: number, argument: string): number {
  if (/^[0-9]+$/.test(argument)) return at + Number(argument);
  const end = lines.findIndex(
    (line, place) => place > at && ignoreLines.exec(line)?.[1]?.toLowerCase() === 'end',
  );
  return end < 0 ? lines.length : end;
}

const unquote = (text: string): string => text.replace(/^"(.*)"$/, '$1');

function attribute(line: string, name: string): string | null {
  const [, value] = new RegExp(`(?:^|\\s)${name}:("[^"]*"|\\S+)`, 'i').exec(line) ?? [];
  return value === undefined ? null : unquote(value);
}

const isSet = (line: string, name: string): boolean =>
  attribute(line, name)?.toLowerCase() === 'true';

const hasParameters = ({ sql }: Open): boolean => sql.some((line) => line.includes('${'));

function toChangeset(open: Open, filePath: string | null): Changeset {
  const { line, id, author, sql, valid } = open;
  return {
    id,
    author,
    logicalFilePath: attribute(line, 'logicalFilePath') ?? filePath,
    runOnChange: isSet(line, 'runOnChange'),
    runAlways: isSet(line, 'runAlways'),
    ignore: isSet(line, 'ignore'),
    dbms: attribute(line, 'dbms'),
    context: attribute(line, 'contextFilter') ?? attribute(line, 'context'),
    labels: attribute(line, 'labels'),
    validChecksums: valid,
    checksum: hasParameters(open) ? null : sqlChecksum(sql.join('\n')),
  };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The checksum of a changeset with one SQL change: blanks and ends of lines do not count. */
export function sqlChecksum(sql: string): string {
  const change = `9:${md5(sql.replaceAll(/[ \t\r\n]/g, ''))}`;
  return `9:${md5(`${change}:`)}`;
}

/** Whether a changeset runs on PostgreSQL, by its `dbms`. */
export function runsOnPostgres(dbms: string | null): boolean {
  const names = (dbms ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  if (names.length === 0 || names.includes('all')) return true;
  if (names.includes('none') || names.includes('!postgresql')) return false;
  return names.includes('postgresql') || names.every((name) => name.startsWith('!'));
}
