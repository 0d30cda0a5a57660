import { describe, expect, it } from 'vitest';

import type { AttemptResult } from '../../../src/notifications/delivery/attempt.ts';
import {
  afterAttempt,
  failuresToOpen,
  heldUntil,
  isHalfOpen,
  isHeldBack,
} from '../../../src/notifications/delivery/breaker.ts';
import { channelConditionOf } from '../../../src/notifications/delivery/channel-state.ts';
import { fallApart } from '../../../src/notifications/delivery/fall-apart.ts';
import { decideNext, retryDelaysMs } from '../../../src/notifications/delivery/retry.ts';
import { tokensNow, untilToken } from '../../../src/notifications/delivery/token-bucket.ts';
import type { ChannelState } from '../../../src/store/channel-states.ts';
import {
  resolvedAlert,
  sampleAlert,
  sampleNotification,
} from '../../support/sample-notifications.ts';

const fresh: ChannelState = {
  channel: 'hook',
  failures: 0,
  openUntil: null,
  pausedUntil: null,
  countedFrom: null,
  disabledAt: null,
  disabledReason: null,
  tokens: null,
  tokensAt: null,
  lastDeliveredAt: null,
  lastFailureAt: null,
  lastFailure: null,
};
const ok: AttemptResult = {
  ok: true,
  durationMs: 1,
  status: 200,
  body: null,
  handle: null,
  failure: null,
  failureReason: null,
  permanent: false,
  whole: false,
  retryAfterMs: null,
  isInterrupted: false,
};
const failed = (change: Partial<AttemptResult> = {}): AttemptResult => ({
  ...ok,
  ok: false,
  status: 500,
  failure: 'no',
  failureReason: 'SERVER_ERROR',
  ...change,
});
const time = (ms: number): Date => new Date(ms);

describe('what comes after an attempt', () => {
  it.each(retryDelaysMs.map((delayMs, i) => [i + 1, delayMs] as const))(
    'that was number %i is the next one after %i ms, a tenth more or less',
    (attempt, delayMs) => {
      const at = (fraction: number) =>
        decideNext({ attempt, result: failed() }, time(1000), fraction).nextAt?.getTime();
      expect(at(0)).toBe(1000 + delayMs * 0.9);
      expect(at(0.5)).toBe(1000 + delayMs);
    },
  );

  it('is nothing after the last one, or when trying again cannot help', () => {
    const dead = { state: 'DEAD', nextAt: null };
    expect(decideNext({ attempt: 9, result: failed() }, time(0), 0)).toEqual(dead);
    const permanent = failed({ permanent: true, retryAfterMs: 1000 });
    expect(decideNext({ attempt: 1, result: permanent }, time(0), 0)).toEqual(dead);
  });

  it('is another one at once when hawkwatch ended it by stopping, also after the last one', () => {
    for (const attempt of [1, 5, 9]) {
      const result = failed({ failureReason: 'OTHER', isInterrupted: true });
      const again = { state: 'WAITING', nextAt: time(1000) };
      expect(decideNext({ attempt, result }, time(1000), 0)).toEqual(again);
    }
  });

  it.each([
    [10_000, 10_000],
    [7_200_000, 3_600_000],
    [-5, 0],
  ])('is what the receiver asks for, %i ms, within an hour', (retryAfterMs, expected) => {
    const result = failed({ retryAfterMs });
    expect(decideNext({ attempt: 1, result }, time(0), 0).nextAt).toEqual(time(expected));
  });
});

describe('a channel', () => {
  const ended = (result: AttemptResult, endedMs: number, beganMs = endedMs) => ({
    at: time(beganMs),
    endedAt: time(endedMs),
    result,
  });
  /** One after the other, each as soon as it may be begun, and over at once. */
  const play = (results: readonly AttemptResult[], state = fresh, atMs = 0): ChannelState =>
    results.reduce((known, result) => {
      const beganMs = Math.max(atMs, heldUntil(known)?.getTime() ?? 0);
      return afterAttempt(known, ended(result, beganMs)).state;
    }, state);
  const failures = (n: number) => Array.from({ length: n }, () => failed());

  it('is left alone after five failures in a row, longer each time, five minutes at most', () => {
    const four = play(failures(failuresToOpen - 1));
    expect(isHeldBack(four, time(0))).toBe(false);
    const waits = [5, 6, 7, 8, 9, 30].map((n) => {
      const beganMs = heldUntil(play(failures(n - 1)))?.getTime() ?? 0;
      return (heldUntil(play(failures(n)))?.getTime() ?? 0) - beganMs;
    });
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    const five = play(failures(5));
    expect(isHeldBack(five, time(29_999))).toBe(true);
    expect(isHeldBack(five, time(30_000))).toBe(false);
    expect(isHalfOpen(five)).toBe(true);
  });

  it('says so each time that it is left alone', () => {
    const four = play(failures(4));
    expect(afterAttempt(play(failures(3)), ended(failed(), 0)).opened).toBe(false);
    const fifth = afterAttempt(four, ended(failed(), 0));
    expect(fifth.opened).toBe(true);
    expect(afterAttempt(fifth.state, ended(failed(), 30_000)).opened).toBe(true);
  });

  it('is not left alone for longer by what was on its way already', () => {
    const five = play(failures(5));
    for (const late of [failed(), failed({ failureReason: 'TIMEOUT' })]) {
      const news = afterAttempt(five, ended(late, 25_000, 100));
      expect(news.opened).toBe(false);
      expect(news.state).toMatchObject({ failures: 5, openUntil: time(30_000) });
      expect(news.state.lastFailureAt).toEqual(time(25_000));
    }
  });

  it('that works again is not left alone by what was on its way before', () => {
    const five = play(failures(5));
    const { state: well } = afterAttempt(five, ended(ok, 31_000, 30_000));
    const late = failures(10).reduce(
      (known, result) => afterAttempt(known, ended(result, 32_000, 100)).state,
      well,
    );
    expect(late).toMatchObject({ failures: 0, openUntil: null });
    // What is begun from now on counts.
    expect(afterAttempt(late, ended(failed(), 31_500, 31_000)).state.failures).toBe(1);
  });

  it('that is asked for by many at once is told to wait by one of them', () => {
    const busy = failed({ failureReason: 'RATE_LIMITED', retryAfterMs: 60_000 });
    const state = Array.from({ length: 32 }, () => busy).reduce(
      (known, result, n) => afterAttempt(known, ended(result, 100 + n, 10)).state,
      fresh,
    );
    expect(state).toMatchObject({ failures: 1, openUntil: null, pausedUntil: time(60_131) });
  });

  it('is not judged by what hawkwatch itself ended', () => {
    const stopped = failed({ failureReason: 'OTHER', isInterrupted: true });
    const state = play(Array.from({ length: 20 }, () => stopped));
    expect(state).toEqual(fresh);
  });

  it('is well again with one success, and says so when it was left alone', () => {
    const five = play(failures(5));
    const news = afterAttempt(five, ended(ok, 40_000));
    expect(news).toMatchObject({ recovered: true, disabled: false, opened: false });
    expect(news.state).toMatchObject({
      failures: 0,
      openUntil: null,
      lastDeliveredAt: time(40_000),
    });
    expect(afterAttempt(play([failed()]), ended(ok, 0)).recovered).toBe(false);
  });

  it('is not to blame for a message that the receiver does not want', () => {
    const rejected = failed({ permanent: true, failureReason: 'CLIENT_ERROR', status: 400 });
    const state = play(Array.from({ length: 20 }, () => rejected));
    expect(state).toMatchObject({ failures: 0, openUntil: null, disabledAt: null });
  });

  it('that is gone, or whose credential is not valid, is disabled once', () => {
    const gone = failed({ permanent: true, failureReason: 'GONE', failure: 'gone' });
    const news = afterAttempt(fresh, ended(gone, 7));
    expect(news.disabled).toBe(true);
    expect(news.state).toMatchObject({ disabledAt: time(7), disabledReason: 'gone' });
    expect(isHeldBack(news.state, time(1e12))).toBe(true);
    expect(afterAttempt(news.state, ended(gone, 8)).disabled).toBe(false);
    const transient = failed({ permanent: false, failureReason: 'AUTH_ERROR' });
    expect(afterAttempt(fresh, ended(transient, 0)).disabled).toBe(false);
  });

  it('is left alone for as long as its receiver asks', () => {
    const busy = failed({ failureReason: 'RATE_LIMITED', retryAfterMs: 90_000 });
    const state = play([busy, failed()]);
    expect(isHeldBack(state, time(89_999))).toBe(true);
    expect(isHeldBack(state, time(90_000))).toBe(false);
  });

  it('is left alone for as long as its receiver asks, whatever came through meanwhile', () => {
    const busy = failed({ failureReason: 'RATE_LIMITED', retryAfterMs: 90_000 });
    const paused = afterAttempt(fresh, ended(busy, 1000, 0)).state;
    const { state } = afterAttempt(paused, ended(ok, 2000, 0));
    expect(state.failures).toBe(0);
    expect(isHeldBack(state, time(90_999))).toBe(true);
    expect(isHeldBack(state, time(91_000))).toBe(false);
    // Also when it had failed so often that it was left alone.
    const five = play([...failures(4), busy]);
    const recovered = afterAttempt(five, ended(ok, 2000, 0));
    expect(recovered).toMatchObject({ recovered: true, state: { openUntil: null } });
    expect(isHeldBack(recovered.state, time(89_999))).toBe(true);
  });

  it('is shown in one word', () => {
    const rate = { messages: 10, perMs: 1000 };
    const shown = (state: ChannelState | undefined, waiting = 0) =>
      channelConditionOf(state, { rate, waiting }, time(0));
    expect(shown(undefined)).toBe('OK');
    expect(shown(fresh)).toBe('OK');
    expect(shown(play([failed()]))).toBe('FAILING');
    expect(shown(play(Array.from({ length: 5 }, () => failed())))).toBe('OPEN');
    expect(shown({ ...fresh, disabledAt: time(0) })).toBe('DISABLED');
    const empty = { ...fresh, tokens: 0, tokensAt: time(0) };
    expect(shown(empty)).toBe('OK');
    expect(shown(empty, 3)).toBe('RATE_LIMITED');
    expect(shown(play([failed({ retryAfterMs: 5000 })]))).toBe('RATE_LIMITED');
  });
});

describe('a digest that fails', () => {
  const digest = sampleNotification({
    reason: 'DIGEST',
    alerts: [sampleAlert(1), sampleAlert(2), resolvedAlert(3), resolvedAlert(1), resolvedAlert(2)],
  });
  const refused = failed({ permanent: true, status: 400, failureReason: 'CLIENT_ERROR' });

  it('for good falls apart in halves, in its order', () => {
    const parts = fallApart(digest, refused);
    expect(parts.map(({ alerts }) => alerts)).toEqual([
      digest.alerts.slice(0, 3),
      digest.alerts.slice(3),
    ]);
    expect(parts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  });

  it.each([
    ['for now', digest, failed()],
    ['because the address is not known', digest, { ...refused, status: 404 }],
    ['because hawkwatch may not send there', digest, { ...refused, failureReason: 'REFUSED' }],
    ['with a redirect', digest, { ...refused, status: 301 }],
    ['where some have it already', digest, { ...refused, whole: true }],
    ['and names a single alert', { ...digest, alerts: [sampleAlert(1)] }, refused],
    ['and is none', { ...digest, reason: 'REPEAT' }, refused],
  ] as const)('%s stays whole', (_what, content, result) => {
    expect(fallApart(content, result)).toEqual([]);
  });
});

describe('a rate limit', () => {
  const rate = { messages: 60, perMs: 60_000 };

  it('fills evenly, up to its size, and loses nothing to a clock that is set back', () => {
    expect(tokensNow({ tokens: null, tokensAt: null }, rate, time(0))).toBe(60);
    const empty = { tokens: 0, tokensAt: time(10_000) };
    expect(tokensNow(empty, rate, time(15_000))).toBe(5);
    expect(tokensNow(empty, rate, time(1e9))).toBe(60);
    expect(tokensNow({ tokens: 7, tokensAt: time(10_000) }, rate, time(0))).toBe(7);
  });

  it('tells when one may be sent', () => {
    expect(untilToken(1, rate)).toBe(0);
    expect(untilToken(0, rate)).toBe(1000);
    expect(untilToken(0.25, rate)).toBe(750);
  });
});
