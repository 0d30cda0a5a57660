import { describe, expect, it } from 'vitest';

import {
  findCertificateNews,
  findRenewal,
} from '../../../src/monitors/endpoints/certificate-news.ts';
import {
  judgeChain,
  type ChainLink,
} from '../../../src/monitors/endpoints/network/certificates.ts';

const now = new Date('2030-01-01T00:00:00Z');
const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();
const certificate = (fingerprint: string, to: number, from = -10) => ({
  subject: `CN=${fingerprint}`,
  issuer: 'CN=authority',
  validFrom: inDays(from),
  validTo: inDays(to),
  fingerprint,
});

describe('the end of a certificate', () => {
  it('is told at the last threshold that was passed, once', () => {
    const chain = [certificate('a', 5)];
    const first = findCertificateNews(chain, {}, now);
    expect(first.news.map(({ withinDays }) => withinDays)).toEqual([7]);
    expect(findCertificateNews(chain, first.told, now).news).toEqual([]);
    const later = findCertificateNews([certificate('a', 0.5)], first.told, now);
    expect(later.news.map(({ withinDays }) => withinDays)).toEqual([1]);
  });

  it('is not told while it is far', () => {
    expect(findCertificateNews([certificate('a', 31)], {}, now)).toEqual({ news: [], told: {} });
  });

  it('is told anew of a renewed one', () => {
    const { told } = findCertificateNews([certificate('a', -1)], {}, now);
    expect(told).toEqual({ a: 0 });
    expect(findCertificateNews([certificate('b', 10)], told, now).told).toEqual({ a: 0, b: 14 });
  });

  it('a renewal is told once, and again after the next end that is told', () => {
    const look = (chain: Parameters<typeof findCertificateNews>[0], told: object) =>
      findRenewal(chain, findCertificateNews(chain, { ...told }, now), now);
    expect(look([certificate('a', 90)], {}).renewed).toBeUndefined();
    const ending = look([certificate('a', 5)], {});
    expect(ending.renewed).toBeUndefined();
    const renewed = look([certificate('b', 90)], ending.told);
    expect(renewed.renewed?.fingerprint).toBe('b');
    // Another server behind the name still has the old one.
    const old = look([certificate('a', 5)], renewed.told);
    expect(look([certificate('b', 90)], old.told).renewed).toBeUndefined();
    const later = look([certificate('b', 0.5)], old.told);
    expect(look([certificate('c', 90)], later.told).renewed?.fingerprint).toBe('c');
    expect(look([certificate('d', 90), certificate('e', 20)], later.told).renewed).toBeUndefined();
  });

  it('remembers a bounded number', () => {
    let told = {};
    for (let index = 0; index < 100; index += 1) {
      ({ told } = findCertificateNews([certificate(`c${index}`, 3)], told, now));
    }
    expect(Object.keys(told)).toHaveLength(40);
    expect(told).toHaveProperty('c99');
  });
});

describe('a chain', () => {
  const link = (fingerprint: string, to: number, from = -10): ChainLink => ({
    facts: certificate(fingerprint, to, from),
    isFor: (host) => host === 'shop.test',
  });
  const expected = { host: 'shop.test', untrusted: null, now, warnDays: 14 };

  it('is judged by each of its certificates', () => {
    expect(judgeChain([link('a', 90), link('b', -2)], expected).faults).toEqual([
      'its issuer (CN=b) has expired on 2029-12-30',
    ]);
    expect(judgeChain([link('a', 90), link('b', 3)], expected).warning).toBe(
      'the issuer (CN=b) ends in 3 days, on 2030-01-04',
    );
    expect(judgeChain([], expected).faults).toEqual(['the server showed none']);
  });

  it('is told with the reason of the authority where the dates are good', () => {
    const untrusted = 'CERT_HAS_EXPIRED';
    expect(judgeChain([link('a', 90)], { ...expected, untrusted }).faults).toEqual([
      'it cannot be verified (CERT_HAS_EXPIRED)',
    ]);
  });
});
