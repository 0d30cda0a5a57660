// What applications need of a schema, and whether a snapshot has it. Pure. Careful over complete: what
// cannot be told for sure is told as not checked, with the reason, and never as missing.
import type { SchemaSnapshot } from '../../core/schema.ts';
import type { QueryShape } from '../../sql/queries/shape.ts';
import type { RequiredTable } from '../target.ts';
import { createCatalogue } from './catalogue.ts';
import { checkQuery } from './check-query.ts';
import { checkRequired } from './check-required.ts';
import { createFindings, type Findings } from './findings.ts';
import type { NotChecked, UnmetNeed } from './problems.ts';

export interface QueryNeed {
  /** As `queries/orders/list.sql:12`. */
  readonly need: string;
  readonly shape: QueryShape;
}

export interface ApplicationNeeds {
  readonly required: readonly RequiredTable[];
  readonly queries: readonly QueryNeed[];
  /** Queries that cannot be read. */
  readonly unreadable: readonly NotChecked[];
  /** What is wrong with the folder of queries. */
  readonly faults: readonly string[];
}

export interface NeedsCheck {
  readonly unmet: readonly UnmetNeed[];
  readonly notChecked: readonly NotChecked[];
}

/** Nothing is needed. */
export const noNeeds: ApplicationNeeds = {
  required: [],
  queries: [],
  unreadable: [],
  faults: [],
};

/** What of the needs a schema does not have. */
export function checkNeeds(snapshot: SchemaSnapshot, needs: ApplicationNeeds): NeedsCheck {
  const { missing, notChecked } = findNeeds(snapshot, needs);
  const unmet = new Map<string, UnmetNeed>();
  for (const { need, object, problem, message, isSure } of missing.values()) {
    if (isSure) unmet.set(`${need} ${problem} ${object}`, { need, object, problem, message });
  }
  return {
    unmet: [...unmet.values()],
    notChecked: [...needs.unreadable, ...notChecked],
  };
}

/** Looks up all needs, or of the queries those that `only` names. */
export function findNeeds(
  snapshot: SchemaSnapshot,
  needs: ApplicationNeeds,
  only?: ReadonlySet<string>,
): Findings {
  const findings = createFindings();
  const catalogue = createCatalogue(snapshot);
  for (const table of needs.required) checkRequired(table, catalogue, findings);
  for (const [place, { need, shape }] of needs.queries.entries()) {
    if (only?.has(need) === false) continue;
    checkQuery(shape, catalogue, findings.of(need, place));
  }
  return findings.done();
}
