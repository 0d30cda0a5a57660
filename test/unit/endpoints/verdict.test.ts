import { describe, expect, it } from 'vitest';

import { reachVerdict, type KnownState } from '../../../src/monitors/endpoints/verdict.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2030, 0, 1) + seconds * 1000);
const patience = { everyMs: 300_000, retries: 2, retryDelayMs: 10_000, successes: 2 };
const good = { ok: true, degraded: false, reason: null };
const bad = { ok: false, degraded: false, reason: 'gone' };

/** The states after each of the checks, ten seconds apart: `+` good, `~` degraded, `-` bad. */
function states(checks: string, from: KnownState | null = null): string[] {
  let known = from;
  return Array.from(checks, (sign, index) => {
    const degraded = sign === '~';
    const found = sign === '-' ? bad : { ...good, degraded, reason: degraded ? 'slow' : null };
    const verdict = reachVerdict(known, { at: at(index * 10), ...found }, patience);
    known = verdict;
    return `${verdict.state}${verdict.changed ? '!' : ''}${verdict.nextInMs === null ? '' : ' soon'}`;
  });
}

describe('a verdict', () => {
  it.each([
    ['+', ['UP!']],
    ['~', ['DEGRADED!']],
    ['+~+', ['UP!', 'DEGRADED!', 'UP!']],
    ['+-+', ['UP!', 'UP soon', 'UP']],
    ['+--+', ['UP!', 'UP soon', 'UP soon', 'UP']],
    ['+---', ['UP!', 'UP soon', 'UP soon', 'DOWN!']],
    ['---', ['UNKNOWN soon', 'UNKNOWN soon', 'DOWN!']],
    ['---+-', ['UNKNOWN soon', 'UNKNOWN soon', 'DOWN!', 'DOWN soon', 'DOWN']],
    ['---++', ['UNKNOWN soon', 'UNKNOWN soon', 'DOWN!', 'DOWN soon', 'UP!']],
    ['---+~', ['UNKNOWN soon', 'UNKNOWN soon', 'DOWN!', 'DOWN soon', 'DEGRADED!']],
  ])('of %s is %j', (checks, expected) => {
    expect(states(checks)).toEqual(expected);
  });

  it('says since when: the first failure, the first success, the change', () => {
    let known: KnownState | null = null;
    const since: string[] = [];
    for (const [index, found] of [good, bad, bad, bad, bad, good, good].entries()) {
      known = reachVerdict(known, { at: at(index), ...found }, patience);
      since.push(`${known.state} ${(known.since.getTime() - at(0).getTime()) / 1000}`);
    }
    expect(since).toEqual(['UP 0', 'UP 0', 'UP 0', 'DOWN 1', 'DOWN 1', 'DOWN 1', 'UP 5']);
  });

  it('says why it is not decided yet', () => {
    const { state, reason } = reachVerdict(null, { at: at(0), ...bad }, patience);
    expect({ state, reason }).toEqual({
      state: 'UNKNOWN',
      reason: 'It has failed, and is checked again before it is called DOWN: gone',
    });
    const up = reachVerdict(null, { at: at(0), ...good }, patience);
    expect(reachVerdict(up, { at: at(10), ...bad }, patience).reason).toBeNull();
  });

  it('keeps its promises whatever is found', () => {
    const seed = chooseSeed();
    process.stdout.write(`verdict: seed ${seed}\n`);
    const random = createSeeded(seed);
    for (let run = 0; run < 300; run += 1) {
      const own = {
        everyMs: 60_000,
        retries: random.integer(4),
        retryDelayMs: 1 + random.integer(100_000),
        successes: 1 + random.integer(3),
      };
      let known: KnownState | null = null;
      let failures = 0;
      let successes = 0;
      for (let index = 0; index < 40; index += 1) {
        const ok = random.integer(2) === 0;
        const degraded = ok && random.integer(3) === 0;
        const before: KnownState | null = known;
        const verdict = reachVerdict(
          before,
          { at: at(index), ok, degraded, reason: ok ? null : 'gone' },
          own,
        );
        failures = ok ? 0 : failures + 1;
        successes = ok ? successes + 1 : 0;
        const { state, changed, since } = verdict;
        const wentDown = changed && state === 'DOWN';
        const cameBack = changed && before?.state === 'DOWN';
        const promises = {
          'counts failures': verdict.failures === failures,
          'counts successes': verdict.successes === successes,
          'tells changes': changed === (state !== (before?.state ?? 'UNKNOWN')),
          'is patient': !wentDown || failures === own.retries + 1,
          'is DOWN since the first failure':
            !wentDown || since.getTime() === at(index - failures + 1).getTime(),
          'waits for successes': !cameBack || successes === own.successes,
          'is UP since the first success':
            !cameBack || since.getTime() === at(index - successes + 1).getTime(),
          'is DOWN at last': failures <= own.retries || state === 'DOWN',
          'goes forward': before === null || since >= before.since,
          'comes again in time': (verdict.nextInMs ?? 1) <= own.everyMs,
        };
        const broken = Object.entries(promises).filter(([, kept]) => !kept);
        expect(broken, `seed ${seed}, run ${run}, check ${index}`).toEqual([]);
        known = verdict;
      }
    }
  });
});
