// Comments on objects, read all at once: looking one up for each object would cost more. Those on the
// columns of views and composite types are told with them.
import type { FoundObject } from './catalogue-query.ts';
import { findByPlace } from './found-by-place.ts';

/** Rows of `commentsSql`. */
export interface CommentRow {
  readonly catalogue: string;
  readonly oid: number;
  readonly column: number;
  readonly text: string;
}

/** Without what the server itself says of its public schema. */
export const commentsSql = `
  select c.relname as catalogue, d.objoid as oid, d.objsubid as column, d.description as text
  from pg_description d join pg_class c on c.oid = d.classoid
  where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)
    and not (d.classoid = 'pg_namespace'::regclass and d.description = 'standard public schema')`;

/** Gives the objects their comments. */
export function addComments(found: readonly FoundObject[], rows: readonly CommentRow[]): void {
  if (rows.length === 0) return;
  const find = findByPlace(found, new Set(rows.map(({ oid }) => oid)));
  for (const { catalogue, oid, column, text } of rows) {
    const one = find(catalogue, oid, column);
    if (one !== undefined) one.attributes['comment'] = text;
  }
}
