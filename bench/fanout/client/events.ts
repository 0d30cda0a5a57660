// The events that are published, the documents that ask for them, and what each answer must be.
import { z } from 'zod';

import { decodeCursor, encodeCursor } from '../../../src/core/cursor.ts';
import { defineEvent } from '../../../src/core/events.ts';

const schema = z.object({ n: z.number(), text: z.string() });
const common = { version: 1, audience: 'viewer', schema } as const;

export const kinds = {
  /** What everybody gets. */
  measured: defineEvent({ type: 'bench.measured', ...common }),
  /** What fills the connections of those that do not read. */
  filled: defineEvent({ type: 'bench.filled', ...common }),
} as const;

export interface EventForm {
  readonly kind: keyof typeof kinds;
  readonly textLength: number;
}

const firstMs = Date.UTC(2026, 0, 1);

/** The nth event; no two have the same text. */
export function factOf(n: number, { textLength }: EventForm) {
  const word = `${n.toString(36)}-`;
  const text = word.repeat(Math.ceil(textLength / word.length)).slice(0, textLength);
  const occurredAt = new Date(firstMs + n);
  return { subject: `bench:${n % 50}`, occurredAt, payload: { n, text } };
}

/** The nth event as a peer is given it, ready to be sent. */
export function peerEvent(n: number, form: EventForm): Readonly<Record<string, unknown>> {
  return {
    id: Buffer.from(`Event:${n}`).toString('base64url'),
    cursor: encodeCursor({ epoch: 'abcdefghijkl', id: n }),
    type: kinds[form.kind].type,
    ...factOf(n, form),
  };
}

const fields = ['id', 'cursor', 'type', 'occurredAt', 'subject', 'payload'] as const;

/** Name in the answer and field, in the order of a document. */
function selectionOf(document: number): readonly (readonly [string, (typeof fields)[number]])[] {
  const turned = [...fields.slice(document % 6), ...fields.slice(0, document % 6)];
  const suffix = document === 0 ? '' : `_${document}`;
  return [
    ...turned.map((field) => [field, field] as const),
    [`kind${suffix}`, 'type'],
    [`about${suffix}`, 'subject'],
  ];
}

/** The fields of an event that a document asks for. */
export function fieldsText(document: number): string {
  return selectionOf(document)
    .map(([name, field]) => (name === field ? name : `${name}: ${field}`))
    .join(' ');
}

/** The text of a document; all differ in order and aliases. */
export function documentText(document: number, kind: EventForm['kind'], after: string): string {
  const args = `filter: { types: ["${kinds[kind].type}"] }, after: "${after}"`;
  return `subscription { events(${args}) { ${fieldsText(document)} } }`;
}

/**
 * Throws unless `event` is the whole answer for its `n`; gives its number in the log. Only the
 * server knows its id and cursor: those must tell of the same number.
 */
export function checkEvent(
  event: Readonly<Record<string, unknown>>,
  n: number,
  document: number,
  form: EventForm,
): number {
  const { id, cursor } = event;
  const plain = Buffer.from(String(id), 'base64url').toString();
  const number = decodeCursor(String(cursor))?.id;
  if (number === undefined || plain !== `Event:${number}`) {
    throw new Error(`id ${String(id)} and cursor ${String(cursor)} do not belong together`);
  }
  const values = { id, cursor, type: kinds[form.kind].type, ...factOf(n, form) };
  const selected = selectionOf(document).map(([name, field]) => [name, values[field]]);
  const [wanted, got] = [JSON.stringify(Object.fromEntries(selected)), JSON.stringify(event)];
  if (got !== wanted) throw new Error(`event ${n} is ${got} instead of ${wanted}`);
  return number;
}
