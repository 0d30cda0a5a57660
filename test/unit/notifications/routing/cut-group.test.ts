// Very large groups: what one delivery names is bounded, what is new is named all the same, and the rest is counted.
import { describe, expect, it } from 'vitest';

import { largestContent, mostAlertsOfContent } from '../../../../src/notifications/content-size.ts';
import { cutGroup } from '../../../../src/notifications/routing/cut-group.ts';
import { describeNotification } from '../../../../src/notifications/sending/message.ts';
import { renderNotification } from '../../../../src/notifications/sending/own-texts.ts';
import { writeWebhookBody } from '../../../../src/notifications/sending/webhook-body.ts';
import { plainMarkup, writeItems } from '../../../../src/notifications/sending/write-items.ts';
import {
  resolvedAlert,
  sampleAlert,
  sampleNotification,
} from '../../../support/sample-notifications.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
const namesOf = (one: { readonly alerts: readonly { readonly id: string }[] }): string[] =>
  one.alerts.map(({ id }) => id);

describe('a group', () => {
  it('of usual size is told as it is', () => {
    const whole = sampleNotification({ alerts: numbers(200).map((n) => sampleAlert(n)) });
    expect(cutGroup(whole, new Set(namesOf(whole)))).toEqual([whole]);
  });

  it('of 5,000 new alerts names each of them once, in deliveries that are bounded', () => {
    const alerts = [
      ...numbers(3000).map((n) =>
        sampleAlert(n, { message: 'm'.repeat(n % 50 === 0 ? 8000 : 80) }),
      ),
      ...numbers(2000).map((n) => resolvedAlert(n + 3000)),
    ];
    const whole = sampleNotification({ reason: 'SOME_RESOLVED', alerts });
    const told = cutGroup(whole, new Set(namesOf(whole)));
    expect(told.flatMap(namesOf).toSorted()).toEqual(namesOf(whole).toSorted());
    for (const one of told) {
      expect(one.alerts.length).toBeLessThanOrEqual(mostAlertsOfContent);
      expect(JSON.stringify(one.alerts).length).toBeLessThan(largestContent * 1.01);
      const more = (one.more?.firing ?? 0) + (one.more?.resolved ?? 0);
      expect(one.alerts.length + more).toBe(5000);
      expect(one.status).toBe('firing');
    }
    // What fires and what is over by turns: neither waits for the other.
    expect(told[0].alerts.some(({ status }) => status === 'resolved')).toBe(true);
    expect(told[0].alerts[0]?.id).toBe(alerts[0]?.id);
  });

  it('of which three are new names these, what it has room for of the others, and counts the rest', () => {
    const alerts = numbers(4000).map((n) => sampleAlert(n));
    const whole = sampleNotification({ reason: 'NEW_ALERTS', alerts });
    const fresh = [17, 2500, 4000].map((n) => sampleAlert(n).id);
    const told = cutGroup(whole, new Set(fresh));
    expect(told).toHaveLength(1);
    const names = namesOf(told[0]);
    for (const id of [...fresh, sampleAlert(1).id]) expect(names).toContain(id);
    expect(names).toEqual(names.toSorted());
    expect(told[0].more).toEqual({ firing: 4000 - names.length, resolved: 0 });
  });
});

describe('what is not named', () => {
  const notification = sampleNotification({
    alerts: [sampleAlert(1), sampleAlert(2)],
    more: { firing: 900, resolved: 98 },
  });

  it('is counted in the title, in words, and it is said where it is', () => {
    const message = describeNotification(notification, { externalUrl: null });
    expect(message.title).toMatch(/^902 firing \(CRITICAL\), 98 resolved: .* and 999 more$/);
    expect(message.notes.join()).toContain('has 1000 alerts, 2 of them are named here');
    expect(message.notes.join()).toContain('query `alerts`');
    const room = { items: 5000, size: 100_000 };
    const { items, more } = writeItems(message.items, plainMarkup, room);
    expect(items).toHaveLength(2);
    expect(more).toBe('and 998 more (900 FIRING, 98 RESOLVED)');
  });

  it('is counted in webhooks and templates', () => {
    const settings = {
      kind: 'webhook',
      url: 'https://example.com',
      secrets: [],
      headers: {},
      maxAlerts: 1000,
      contentType: 'application/json',
    } as const;
    for (const format of ['hawkwatch', 'alertmanager'] as const) {
      const { body } = writeWebhookBody({ ...settings, format }, notification, null);
      expect(body).toContain('"truncatedAlerts":998');
    }
    const text = renderNotification('{{ totalAlerts }} {{ moreAlerts }}', notification, {
      externalUrl: null,
      maxAlerts: 1,
    });
    expect(text).toBe('1000 999');
  });
});
