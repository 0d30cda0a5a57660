// Who may report: by a token, by a signature, by a signature of Standard Webhooks as its public package makes
// it.
import { createHmac } from 'node:crypto';

import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { hasToken, isSigned } from '../../../../src/alerts/intake/proof.ts';
import type { IntakeSettings } from '../../../../src/core/intakes.ts';

const token = 'a-token-of-an-intake';
const now = new Date('2026-01-30T12:00:00Z');
const body = Buffer.from('{"name":"x"}');
const of = (more: Partial<IntakeSettings>): IntakeSettings => ({
  name: 'jobs',
  kind: 'generic',
  ...more,
});

describe('a token', () => {
  it.each([
    [`Bearer ${token}`, true],
    [`bearer ${token}`, true],
    [`Bearer ${token}x`, false],
    [`Bearer ${token.slice(1)}`, false],
    [`Basic ${token}`, false],
    ['Bearer ', false],
    [undefined, false],
  ])('%s', (authorization, expected) => {
    expect(hasToken(of({ token }), { authorization })).toBe(expected);
  });

  it('of an intake that has none is never right', () => {
    expect(hasToken(of({}), { authorization: 'Bearer undefined' })).toBe(false);
  });
});

describe('a signature', () => {
  const secret = 'a-secret-of-an-intake';
  const signed = of({ hmac: { secret, header: 'x-signature' } });
  const hex = createHmac('sha256', secret).update(body).digest('hex');

  it.each([
    [`sha256=${hex}`, body, true],
    [hex, body, true],
    [hex.toUpperCase(), body, true],
    [`sha256=${hex}`, Buffer.from('{"name":"y"}'), false],
    [`sha256=${hex.slice(2)}`, body, false],
    ['', body, false],
  ])('%s', (header, content, expected) => {
    const report = { headers: { 'x-signature': header }, body: content };
    expect(isSigned(signed, report, now)).toBe(expected);
  });
});

describe('a signature with its time', () => {
  const secret = 'a-secret-of-an-intake';
  const settings = of({ hmac: { secret, header: 'x-signature', timestampHeader: 'x-time' } });
  const sign = (content: string) => createHmac('sha256', secret).update(content).digest('hex');
  const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
  const headersOf = (at: Date, between: string) => ({
    'x-time': seconds(at),
    'x-signature': sign(`${seconds(at)}${between}${body.toString()}`),
  });

  it.each(['.', ':'])('is taken with %s between time and body', (between) => {
    expect(isSigned(settings, { headers: headersOf(now, between), body }, now)).toBe(true);
  });

  it.each([
    ['too old', -301_000],
    ['too early', 301_000],
  ])('is refused when it is %s', (_what, offset) => {
    const headers = headersOf(new Date(now.getTime() + offset), '.');
    expect(isSigned(settings, { headers, body }, now)).toBe(false);
  });

  it.each([
    ['the body alone is signed', { 'x-time': seconds(now), 'x-signature': sign(body.toString()) }],
    [
      'the time is another one',
      { ...headersOf(now, '.'), 'x-time': String(Number(seconds(now)) + 1) },
    ],
    ['the time is missing', { 'x-signature': sign(`.${body.toString()}`) }],
    ['the time is no number', { 'x-time': 'now', 'x-signature': sign(`now.${body.toString()}`) }],
  ])('is refused when %s', (_what, headers) => {
    expect(isSigned(settings, { headers, body }, now)).toBe(false);
  });
});

describe('a signature of Standard Webhooks', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const settings = of({ hmac: { secret, header: 'x-signature' } });
  const sign = (at: Date) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body.toString()),
  });

  it('is taken, also beside those of other keys', () => {
    const headers = sign(now);
    expect(isSigned(settings, { headers, body }, now)).toBe(true);
    const several = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
    expect(isSigned(settings, { headers: several, body }, now)).toBe(true);
  });

  it.each([
    ['too old', -301_000],
    ['too early', 301_000],
  ])('is refused when it is %s', (_what, offset) => {
    const headers = sign(new Date(now.getTime() + offset));
    expect(isSigned(settings, { headers, body }, now)).toBe(false);
  });

  it('is refused for another body or id', () => {
    const headers = sign(now);
    expect(isSigned(settings, { headers, body: Buffer.from('{}') }, now)).toBe(false);
    const other = { ...headers, 'webhook-id': 'msg_2' };
    expect(isSigned(settings, { headers: other, body }, now)).toBe(false);
  });
});
