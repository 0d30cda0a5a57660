import { describe, expect, it } from 'vitest';

import { createGroupCommit } from '../../../src/alerts/group-commit.ts';
import { UnavailableError } from '../../../src/core/errors.ts';

/** Commits that wait until they are told to end. */
function createCommits() {
  const taken: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const commit = (items: readonly string[]): Promise<void> => {
    taken.push(items);
    return new Promise((resolve, reject) => {
      ends.push(() => (items.includes('bad') ? reject(new Error('bad')) : resolve()));
    });
  };
  /** Ends whatever is under way, until nothing is. */
  const finish = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) {
      for (const end of ends.splice(0)) end();
      await Promise.resolve();
    }
  };
  return { taken, commit, finish };
}

describe('a group commit', () => {
  it('takes whoever comes meanwhile together into the next transaction', async () => {
    const { taken, commit, finish } = createCommits();
    const group = createGroupCommit({ commit });
    const all = ['a', 'b', 'c'].map((item) => group.add([item]));
    await finish();
    await Promise.all(all);
    expect(taken).toEqual([['a'], ['b', 'c']]);
  });

  it('takes who finds nobody before it at once, and gathers those who come soon after', async () => {
    const { taken, commit, finish } = createCommits();
    const gathered = Promise.withResolvers<void>();
    const group = createGroupCommit({ commit, gather: () => gathered.promise });
    const first = group.add(['a']);
    expect(taken).toEqual([['a']]);
    await finish();
    await first;
    const later = [group.add(['b']), group.add(['c'])];
    await finish();
    expect(taken).toEqual([['a']]);
    gathered.resolve();
    await finish();
    await Promise.all(later);
    expect(taken).toEqual([['a'], ['b', 'c']]);
  });

  it('takes a bounded number at once, and never parts what one caller brings', async () => {
    const { taken, commit, finish } = createCommits();
    const group = createGroupCommit({ commit, mostAtOnce: 3 });
    const all = [['a'], ['b', 'c'], ['d', 'e'], ['f', 'g', 'h', 'i']].map((some) =>
      group.add(some),
    );
    await finish();
    await Promise.all(all);
    expect(taken).toEqual([['a'], ['b', 'c'], ['d', 'e'], ['f', 'g', 'h', 'i']]);
  });

  it('lets what cannot be written fail alone', async () => {
    const { commit, finish } = createCommits();
    const group = createGroupCommit({ commit });
    const all = Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => group.add([item])));
    await finish();
    expect((await all).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('refuses what is too much, and goes on with the rest', async () => {
    const { commit, finish } = createCommits();
    const group = createGroupCommit({ commit, mostWaiting: 2 });
    const first = group.add(['a']);
    const second = group.add(['b', 'c']);
    await expect(group.add(['d'])).rejects.toThrow(UnavailableError);
    await finish();
    await Promise.all([first, second]);
    const third = group.add(['d']);
    await finish();
    await third;
  });
});
