// The wishes a migration file states in its comments, as `-- hawkwatch: lock-timeout 2s`. They are
// read from the scanner's comment tokens, never from text inside a string or a function body.
import { scanSql, type SqlIssue } from './parse.ts';
import { createLineCounter } from './source-text.ts';

export interface MigrationDirectives {
  readonly noTransaction: boolean;
  /** 0: none. */
  readonly lockTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
}

export interface DirectiveReading {
  readonly directives: MigrationDirectives;
  readonly issues: readonly SqlIssue[];
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
/** PostgreSQL keeps timeouts in a signed 32-bit number of milliseconds. */
const maxTimeoutMs = 2_147_483_647;
const known =
  'no-transaction, lock-timeout <duration>, statement-timeout <duration>, ignore <rule> <reason>';

/** Milliseconds of `250ms`, `2s`, `30min`, `1h` or `0`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = /^([0-9]{1,10}) ?(ms|s|min|h)$/.exec(text);
  const durationMs = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? Number.NaN);
  return durationMs <= maxTimeoutMs ? durationMs : undefined;
}

/** The directives of a file, and everything that is wrong with them. */
export function readDirectives(text: string): DirectiveReading {
  const issues: SqlIssue[] = [];
  const seen = new Set<string>();
  const found: { noTransaction: boolean; lockTimeoutMs?: number; statementTimeoutMs?: number } = {
    noTransaction: false,
  };
  const read = (directive: string, line: number): void => {
    const [, name = '', value = ''] = /^(\S*)\s*([^]*)$/.exec(directive) ?? [];
    const complain = (message: string): void => void issues.push({ line, message });
    // For whoever assesses the file (migrations/impact); it changes nothing about how it is run.
    if (name === 'ignore') return undefined;
    if (name !== 'no-transaction' && name !== 'lock-timeout' && name !== 'statement-timeout') {
      return complain(`unknown directive "${name}": known are ${known}`);
    }
    if (seen.has(name)) return complain(`the directive ${name} stands here a second time`);
    seen.add(name);
    if (name === 'no-transaction') {
      if (value !== '') return complain('no-transaction takes no value');
      found.noTransaction = true;
      return undefined;
    }
    const durationMs = parseDuration(value);
    if (durationMs === undefined) {
      return complain(
        `${name} needs a duration such as 500ms, 2s, 30min, 1h, or 0 for none, at most 596h`,
      );
    }
    if (name === 'lock-timeout') found.lockTimeoutMs = durationMs;
    else found.statementTimeoutMs = durationMs;
    return undefined;
  };
  const lineOf = createLineCounter(text);
  for (const token of /hawkwatch/i.test(text) ? (scanSql(text) ?? []) : []) {
    if (token.kind !== 'comment') continue;
    const directive = /^--+\s*hawkwatch\s*:\s*([^]*)$/i.exec(token.text)?.[1];
    if (directive !== undefined) read(directive.trim(), lineOf(token.start));
    else if (/^\/\*[\s*]*hawkwatch\s*:/i.test(token.text)) {
      issues.push({
        line: lineOf(token.start),
        message: 'directives are read from -- comments only: write it as -- hawkwatch: …',
      });
    }
  }
  return { directives: found, issues };
}
