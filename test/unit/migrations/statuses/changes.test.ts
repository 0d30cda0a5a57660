import { describe, expect, it } from 'vitest';

import type { MigrationState } from '../../../../src/core/migrations.ts';
import type { MigrationEntry } from '../../../../src/migrations/status-words.ts';
import { changesBetween } from '../../../../src/migrations/statuses/changes.ts';
import { detailsOf, maxVersions } from '../../../../src/migrations/statuses/stored-form.ts';
import { decodeDetails, encodeDetails } from '../../../../src/store/status-details.ts';
import { migrationStates } from '../../../../src/core/migrations.ts';

function entry(version: string, state: MigrationState, more: Partial<MigrationEntry> = {}) {
  const none = { reason: null, checksum: null, appliedAt: null, appliedBy: null, durationMs: null };
  return { version, name: `name of ${version}`, state, ...none, ...more };
}

const details = (...pairs: [string, MigrationState][]) =>
  detailsOf(pairs.map(([version, state]) => entry(version, state)));

const empty = {
  pending: [],
  applied: [],
  failed: [],
  skipped: [],
  edited: [],
  missing: [],
  gone: [],
  more: 0,
};

describe('changes between two readings', () => {
  it('tell by kind what became of which version', () => {
    const before = details(
      ['1', 'APPLIED'],
      ['2', 'PENDING'],
      ['3', 'PENDING'],
      ['4', 'APPLIED'],
      ['5', 'APPLIED'],
      ['6', 'PENDING'],
      ['9', 'PENDING'],
    );
    const after = details(
      ['1', 'EDITED'],
      ['2', 'APPLIED'],
      ['3', 'FAILED'],
      ['4', 'ROLLED_BACK'],
      ['5', 'MISSING_FILE'],
      ['6', 'SKIPPED_SILENTLY'],
      ['7', 'PENDING'],
      ['8', 'RUNNING'],
    );
    expect(changesBetween(before, after)).toEqual({
      pending: ['4', '7'],
      applied: ['2'],
      failed: ['3'],
      skipped: ['6'],
      edited: ['1'],
      missing: ['5'],
      gone: ['9'],
      more: 0,
    });
  });

  it('are none when nothing was known before, or nothing is different', () => {
    const after = details(['1', 'APPLIED'], ['2', 'PENDING']);
    expect(changesBetween(undefined, after)).toEqual(empty);
    expect(changesBetween(after, after)).toEqual(empty);
  });

  it('are bounded, and say how many did not fit', () => {
    const many = Array.from({ length: 120 }, (_, n): [string, MigrationState] => [
      `${n}`,
      'PENDING',
    ]);
    const { pending, more } = changesBetween(details(), details(...many));
    expect([pending.length, more]).toEqual([50, 70]);
  });

  it('do not take versions for gone that are only too old to be kept', () => {
    const versions = (count: number) =>
      Array.from({ length: count }, (_, n) => entry(String(n).padStart(6, '0'), 'APPLIED'));
    const before = detailsOf(versions(maxVersions));
    const after = detailsOf(versions(maxVersions + 3));
    expect(after.left).toBe(3);
    const { applied, gone } = changesBetween(before, after);
    expect([applied.length, gone]).toEqual([3, []]);
    const back = changesBetween(after, before);
    expect([back.applied, back.gone.length]).toEqual([[], 3]);
  });
});

describe('the stored form', () => {
  it('gives back every state, and what it was made of', () => {
    const form = detailsOf(
      migrationStates.map((state, n) =>
        entry(`${n}`, state, { appliedAt: new Date(n), durationMs: 1.5, checksum: 'c' }),
      ),
    );
    expect(decodeDetails(JSON.parse(JSON.stringify(encodeDetails(form))))).toEqual(form);
  });

  it('keeps in full what is not simply applied, the broken ones first when there is no room', () => {
    const pending = Array.from({ length: 300 }, (_, n) => entry(`p${n}`, 'PENDING'));
    const all = [entry('a', 'APPLIED'), ...pending, entry('f', 'FAILED'), entry('e', 'EDITED')];
    const { attention, versions } = detailsOf(all);
    expect(versions).toHaveLength(303);
    expect(attention).toHaveLength(200);
    expect(attention.map(({ version }) => version).slice(-3)).toEqual(['p197', 'f', 'e']);
  });

  it('keeps the last applied ones, newest first', () => {
    const all = Array.from({ length: 30 }, (_, n) =>
      entry(`${n}`, 'APPLIED', { appliedAt: new Date((n * 7) % 30) }),
    );
    const times = detailsOf(all).latest.map((one) => new Date(one.appliedAt ?? 0).getTime());
    expect(times).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
  });

  it('cuts texts that are too long', () => {
    const long = 'x'.repeat(5000);
    const [kept] = detailsOf([entry('1', 'FAILED', { name: long, reason: long })]).attention;
    expect([kept?.name.length, kept?.reason?.length]).toEqual([300, 500]);
  });
});
