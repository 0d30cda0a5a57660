// hawkwatch's findings laid beside squawk's. A place is a statement in a file, or the file as a whole
// for rules that report once per file; for a rule that both have, each place where one of them
// reports counts once.
import type { SquawkFinding } from './squawk.ts';
import { placesOf, setAside, type ComparedFile, type SetAsideReason } from './squawk-scope.ts';

export interface OwnFinding {
  readonly file: string;
  readonly rule: string;
  /** Counted from 1. */
  readonly statement: number;
}

interface SetAside {
  readonly reason: SetAsideReason;
  readonly place: string;
}

export interface ComparedRule {
  /** squawk's name. */
  readonly rule: string;
  /** hawkwatch's names. */
  readonly own: readonly string[];
  readonly both: number;
  /** As `file.sql:2 rule`. */
  readonly squawkOnly: readonly string[];
  readonly hawkwatchOnly: readonly string[];
  /** Places that cannot be compared, with the reason. */
  readonly aside: readonly SetAside[];
}

/** squawk reports these once per file. */
const oncePerFile = new Set(['require-lock-timeout', 'require-statement-timeout', 'syntax-error']);

/** Which of hawkwatch's rules stand for which of squawk's. */
export type RuleNames = ReadonlyMap<string, readonly string[]>;

const keyOf = (file: string, statement: number, rule: string, by: string): string =>
  oncePerFile.has(rule) ? `${file} ${by}` : `${file}:${statement} ${by}`;

interface Found {
  readonly file: string;
  readonly statement: number;
  /** The key under squawk's name for the rule. */
  readonly key: string;
  /** How it is shown. */
  readonly place: string;
}

/**
 * Compares the findings of both. `ownNames` says for each of hawkwatch's rules how squawk calls it;
 * rules that only one of them has are left out.
 */
export function compareFindings(
  files: readonly (ComparedFile & { readonly text: string })[],
  own: readonly OwnFinding[],
  squawk: readonly SquawkFinding[],
  ownNames: RuleNames,
): readonly ComparedRule[] {
  const byName = new Map(files.map((file) => [file.file, { file, places: placesOf(file) }]));
  const unread = new Set([
    ...own
      .filter(({ rule }) => ownNames.get(rule)?.includes('syntax-error'))
      .map((one) => one.file),
    ...squawk.filter(({ rule }) => rule === 'syntax-error').map((one) => one.file),
  ]);
  const squawkFound = squawk.map(({ file, rule, line, column }) => {
    const statement = byName.get(file)?.places.statementAt(line, column) ?? 0;
    const key = keyOf(file, statement, rule, rule);
    return { rule, file, statement, key, place: key };
  });
  const ownFound = own.map(({ file, rule, statement }) => {
    const names = ownNames.get(rule) ?? [];
    return { rule, file, statement, names };
  });

  const compareRule = (rule: string): ComparedRule => {
    const bySquawk = new Map<string, Found[]>();
    for (const found of squawkFound) {
      if (found.rule !== rule) continue;
      bySquawk.set(found.key, [...(bySquawk.get(found.key) ?? []), found]);
    }
    const byOwn = new Map<string, Found[]>();
    const covered = new Set<string>();
    for (const { rule: name, names, file, statement } of ownFound) {
      if (!names.includes(rule)) continue;
      const key = keyOf(file, statement, rule, rule);
      covered.add(key);
      // One that stands for several of squawk's rules needs to meet only one of them.
      const met = names.some((other) =>
        squawkFound.some((one) => one.key === keyOf(file, statement, other, other)),
      );
      if (met || names[0] !== rule) continue;
      const place = keyOf(file, statement, rule, name);
      byOwn.set(place, [...(byOwn.get(place) ?? []), { file, statement, key, place }]);
    }
    const aside: SetAside[] = [];
    const keep = (who: 'squawk' | 'hawkwatch', found: ReadonlyMap<string, readonly Found[]>) =>
      [...found].flatMap(([place, ones]) => {
        const reasons = ones.map(({ file, statement }): SetAsideReason | undefined => {
          if (rule !== 'syntax-error' && unread.has(file)) return 'unreadable';
          const known = byName.get(file);
          return known && setAside(known.places, known.file.text, who, { rule, statement });
        });
        const [reason] = reasons;
        if (reason === undefined || reasons.includes(undefined)) return [place];
        aside.push({ reason, place: `${who} only: ${place}` });
        return [];
      });
    const single = [...bySquawk].filter(([key]) => !covered.has(key));
    return {
      rule,
      own: [...ownNames].filter(([, names]) => names.includes(rule)).map(([name]) => name),
      both: [...bySquawk.keys()].filter((key) => covered.has(key)).length,
      squawkOnly: keep('squawk', new Map(single)).toSorted(),
      hawkwatchOnly: keep('hawkwatch', byOwn).toSorted(),
      aside,
    };
  };
  const shared = new Set([...ownNames.values()].flat());
  return [...shared].toSorted().map(compareRule);
}

/** The share of agreement in percent; 100 where there is nothing to agree on. */
export function agreementOf(rules: readonly ComparedRule[]): number {
  const both = rules.reduce((sum, rule) => sum + rule.both, 0);
  const single = rules.reduce(
    (sum, rule) => sum + rule.squawkOnly.length + rule.hawkwatchOnly.length,
    0,
  );
  return both + single === 0 ? 100 : (both / (both + single)) * 100;
}
