// The list that is asked for and what its answer must be: the newest events of a log that holds
// nothing newer.
import { checkEvent, fieldsText, type EventForm } from '../fanout/client/events.ts';

export const form: EventForm = { kind: 'measured', textLength: 60 };
export const pageSize = 20;

export const query = `{ events(first: ${pageSize}) { edges { node { ${fieldsText(0)} } } } }`;

interface Body {
  readonly data?: {
    readonly events?: {
      readonly edges?: readonly { readonly node?: Readonly<Record<string, unknown>> }[];
    };
  };
}

/** Throws unless the body is the whole answer. */
export function checkBody(text: string, rows: number): void {
  const edges = (JSON.parse(text) as Body).data?.events?.edges ?? [];
  if (edges.length !== pageSize) throw new Error(`${edges.length} rows in ${text}`);
  for (const [i, { node }] of edges.entries()) {
    checkEvent(node ?? {}, rows - 1 - i, 0, form);
  }
}
