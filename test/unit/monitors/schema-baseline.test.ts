import { describe, expect, it } from 'vitest';

import type { SchemaObject, SchemaObjectKind, SchemaSnapshot } from '../../../src/core/schema.ts';
import { createSnapshot } from '../../../src/databases/schema/snapshot.ts';
import { alignBaseline, findDrift, patchBaseline } from '../../../src/monitors/schema/baseline.ts';

const object = (
  kind: SchemaObjectKind,
  name: string,
  parent: string | null = null,
  attributes: SchemaObject['attributes'] = {},
): SchemaObject => ({ kind, name, parent, attributes, uses: [] });

const snapshot = (objects: readonly SchemaObject[], unread: readonly SchemaObjectKind[] = []) =>
  createSnapshot('POSTGRESQL', objects, unread);

const table = object('TABLE', 'public.t');
const policy = (name: string) => object('POLICY', `public.t.${name}`, 'TABLE public.t');
const right = object('PRIVILEGE', 'public.t TO r', 'TABLE public.t', { rights: ['SELECT'] });
const driftOf = (before: SchemaSnapshot, after: SchemaSnapshot) =>
  findDrift(before, after, () => false)?.changes.map(({ change, name }) => `${change} ${name}`);

describe('a baseline', () => {
  it('goes on knowing what cannot be read for a while', () => {
    const baseline = snapshot([table, policy('one')]);
    const blind = snapshot([table], ['POLICY']);
    expect(alignBaseline(baseline, blind, [])).toBe(baseline);
    expect(driftOf(baseline, blind)).toBeUndefined();
    // A migration meanwhile does not make it forget.
    const more = snapshot([table, object('TABLE', 'public.u')], ['POLICY']);
    const patched = patchBaseline(baseline, { before: blind, after: more }, [
      { kind: 'TABLE', name: 'public.u' },
    ]);
    const again = snapshot([table, policy('other'), object('TABLE', 'public.u')]);
    expect(alignBaseline(patched, again, [])).toBe(patched);
    expect(driftOf(patched, again)).toEqual(['REMOVED public.t.one', 'ADDED public.t.other']);
  });

  it('takes what is there of a kind that it never knew', () => {
    const baseline = snapshot([table], ['POLICY']);
    const seeing = snapshot([table, policy('one')]);
    const aligned = alignBaseline(baseline, seeing, []);
    expect(aligned.unread).toEqual([]);
    expect(driftOf(aligned, seeing)).toBeUndefined();
    expect(driftOf(aligned, snapshot([table]))).toEqual(['REMOVED public.t.one']);
  });

  it('forgets what nobody wants to know of, and takes what is there when somebody does again', () => {
    const baseline = snapshot([table, right]);
    const off = alignBaseline(baseline, snapshot([table], ['PRIVILEGE']), ['PRIVILEGE']);
    expect([off.unread, off.objects]).toEqual([['PRIVILEGE'], [table]]);
    const other = object('PRIVILEGE', 'public.t TO s', 'TABLE public.t', { rights: ['SELECT'] });
    const on = snapshot([table, other]);
    expect(driftOf(alignBaseline(off, on, []), on)).toBeUndefined();
  });

  it('takes nothing that belongs to what is drift itself', () => {
    const on = snapshot([table, right]);
    const aligned = alignBaseline(snapshot([], ['PRIVILEGE']), on, []);
    expect(aligned.objects).toEqual([]);
    expect(driftOf(aligned, on)).toEqual(['ADDED public.t']);
  });
});
