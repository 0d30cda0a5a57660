// From what rules say to the findings of a file: weighed, with what they would lose, how long they
// work, and which doubts come with them. Plain data.
import type { ImpactFinding, ImpactLoss } from '../../core/impact.ts';
import type { Doubt } from './confidence.ts';
import type { TableWork } from './estimate.ts';
import type { DatabaseFacts } from './facts.ts';
import type { ImpactRule, RuleFinding } from './rule.ts';
import { blocksOf, weigh } from './weigh.ts';

/** Where a finding stands. */
export interface FindingPlace {
  readonly version: string | null;
  readonly file: string;
  /** Counted from 0. */
  readonly index: number;
  readonly line: number;
}

export interface CollectedFinding {
  readonly finding: ImpactFinding;
  readonly doubts: readonly Doubt[];
  readonly loss: ImpactLoss | null;
  readonly work: TableWork | null;
}

function lossOf({ loses, table, message }: RuleFinding, facts: DatabaseFacts): ImpactLoss | null {
  if (loses === undefined) return null;
  const { object, what } = loses;
  const known = table?.facts?.rows ?? null;
  switch (what) {
    case 'table':
    case 'rows':
    case 'column':
      return { object, rows: known, message };
    case 'schema': {
      const tables = [...facts.tables.values()].filter(({ schema }) => schema === object);
      const rows = tables.map((each) => each.rows);
      const isKnown = rows.length > 0 && !rows.includes(null);
      const sum = isKnown ? rows.reduce<number>((total, each) => total + (each ?? 0), 0) : null;
      return { object, rows: sum, message };
    }
    case 'other':
      return { object, rows: null, message };
  }
}

function workOf({ work, table }: RuleFinding, place: FindingPlace): TableWork | null {
  if (work !== 'scan' && work !== 'rewrite') return null;
  if (table?.isNew === true || table?.madeEarlier === true) return null;
  const live = table?.facts;
  const name = live === undefined ? (table?.label ?? '') : `${live.schema}.${live.name}`;
  return { table: name, work, statement: `${place.file}#${place.index}` };
}

/** Weighs what a rule said at a place. */
export function collectFinding(
  rule: ImpactRule,
  said: RuleFinding,
  place: FindingPlace,
  facts: DatabaseFacts,
): CollectedFinding {
  const weighed = weigh(rule, said, facts);
  return {
    finding: {
      rule: rule.id,
      level: weighed.level,
      classes: said.classes ?? rule.classes,
      message: said.message,
      because: weighed.because,
      version: place.version,
      file: place.file,
      statement: place.index + 1,
      line: place.line,
      lockMode: said.lockMode === undefined ? rule.lockMode : said.lockMode,
      blocks: blocksOf(rule, said),
      objects: said.objects,
      safeForm: said.safeForm === undefined ? rule.safeForm : said.safeForm,
    },
    doubts: said.doubt === undefined ? weighed.doubts : [said.doubt, ...weighed.doubts],
    loss: lossOf(said, facts),
    work: workOf(said, place),
  };
}
