import { describe, expect, it } from 'vitest';

import { reasonOfOnePerson } from '../../../src/migrations/review/four-eyes.ts';
import type { Token } from '../../../src/store/tokens.ts';

const token = (id: string, name: string, createdBy: string): Token => ({
  id,
  name,
  createdBy,
  role: 'operator',
  createdAt: new Date(0),
  expiresAt: null,
  revokedAt: null,
});

const tokens = [
  token('a', 'admin', 'installation'),
  token('o', 'olga', 'admin'),
  token('p', 'otto', 'admin'),
  token('c', 'olga-ci', 'olga'),
  token('d', 'olga-bot', 'olga-ci'),
];
const who = (id: string) => {
  const found = tokens.find((one) => one.id === id);
  return { id, name: found?.name ?? '' };
};
const refused = (approver: string, asker: string): boolean =>
  reasonOfOnePerson(who(approver), who(asker), tokens) !== null;

describe('four eyes', () => {
  it('are two where two people got their tokens from one admin', () => {
    expect(refused('p', 'o')).toBe(false);
    expect(refused('o', 'p')).toBe(false);
    expect(refused('p', 'd')).toBe(false);
  });

  it('are not two with one token, or with one that was made with the other, in any number of steps', () => {
    expect(refused('o', 'o')).toBe(true);
    expect(refused('o', 'c')).toBe(true);
    expect(refused('o', 'd')).toBe(true);
    expect(refused('d', 'o')).toBe(true);
    expect(refused('a', 'd')).toBe(true);
    expect(refused('d', 'a')).toBe(true);
  });

  it('find an end where tokens seem to have made each other', () => {
    const ring = [token('x', 'x', 'y'), token('y', 'y', 'x'), token('z', 'z', 'z')];
    const one = { id: 'x', name: 'x' };
    expect(reasonOfOnePerson(one, { id: 'y', name: 'y' }, ring)).not.toBeNull();
    expect(reasonOfOnePerson(one, { id: 'z', name: 'z' }, ring)).toBeNull();
  });

  it('count a name that several tokens have against it', () => {
    const twice = [token('1', 'ci', 'olga'), token('2', 'ci', 'otto'), token('3', 'bot', 'ci')];
    for (const name of ['olga', 'otto']) {
      const maker = { id: name, name };
      expect(reasonOfOnePerson(maker, { id: '3', name: 'bot' }, twice)).not.toBeNull();
    }
  });
});
