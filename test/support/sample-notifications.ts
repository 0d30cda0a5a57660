// Notifications as the router writes them.
import type { Notification, NotifiedAlert } from '../../src/core/notifications.ts';

/** An alert that fires; each number is another one. */
export function sampleAlert(number = 1, changes: Partial<NotifiedAlert> = {}): NotifiedAlert {
  return {
    id: `0199a000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    fingerprint: String(number).padStart(16, 'f'),
    status: 'firing',
    state: 'FIRING',
    rule: 'migration-failed',
    type: 'MIGRATION_FAILED',
    severity: 'CRITICAL',
    title: `Migration 00${number} failed on shop-${number}`,
    message: 'relation "orders" does not exist',
    labels: { team: 'orders', version: `00${number}` },
    database: `shop-${number}`,
    subject: `database:shop-${number}`,
    value: null,
    startedAt: '2026-11-27T10:00:00.000Z',
    resolvedAt: null,
    acknowledgedBy: null,
    url: 'https://hawkwatch.example.com/runbooks/migrations',
    suspects: ['deployment of shop 4.2 by ci, 2 min before', 'configuration reloaded'],
    ...changes,
  };
}

export function resolvedAlert(number = 1): NotifiedAlert {
  const resolvedAt = '2026-11-27T10:05:00.000Z';
  return sampleAlert(number, { status: 'resolved', state: 'RESOLVED', resolvedAt });
}

/** Alerts of one group. */
export function sampleNotification(changes: Partial<Notification> = {}): Notification {
  return {
    kind: 'ALERTS',
    reason: 'FIRST_NOTIFICATION',
    status: 'firing',
    route: 'default',
    groupKey: 'default:{team="orders"}',
    groupLabels: { team: 'orders' },
    alerts: [sampleAlert()],
    escalation: null,
    event: null,
    ...changes,
  };
}

export const sampleKinds: Readonly<Record<string, Notification>> = {
  'one alert': sampleNotification(),
  '300 alerts': sampleNotification({
    alerts: Array.from({ length: 300 }, (_, index) => sampleAlert(index + 1)),
  }),
  'alerts of which some are resolved': sampleNotification({
    reason: 'SOME_RESOLVED',
    alerts: [sampleAlert(1), resolvedAlert(2)],
  }),
  'a group that is resolved': sampleNotification({
    reason: 'ALL_RESOLVED',
    status: 'resolved',
    alerts: [resolvedAlert()],
  }),
  'a group that somebody took on': sampleNotification({
    reason: 'REPEAT',
    alerts: [sampleAlert(1, { state: 'ACKNOWLEDGED', acknowledgedBy: 'anna' })],
  }),
  'an escalation': sampleNotification({
    reason: 'ESCALATION',
    escalation: { policy: 'on-call', level: 2 },
  }),
  'an event': sampleNotification({
    kind: 'EVENT',
    reason: 'EVENT',
    alerts: [],
    event: {
      type: 'migration.completed',
      at: '2026-11-27T10:00:00.000Z',
      subject: 'database:shop',
      payload: { version: '0042', durationMs: 12, nested: { more: [1, 2] } },
    },
  }),
  'a test': sampleNotification({ kind: 'TEST', reason: 'TEST', alerts: [] }),
};

/** Texts that receivers have stumbled over. */
export const weirdTexts: Readonly<Record<string, string>> = {
  'emoji and other planes': '🔥👩‍👩‍👧‍👦 𝔘𝔫𝔦 \ud83d lone \u0000\u0007 control ‮reversed',
  '100 KB': 'x'.repeat(50_000) + '🔥'.repeat(25_000),
  HTML: '<img src=x onerror=alert(1)><script>alert("x")</script>&amp;<b>',
  mentions: '<!channel> <!here> <@U123> @everyone @here <@&42> <users/all>',
  Markdown: '[click](https://evil.example) **bold** `code` *star* _under_ ~~gone~~ > quote # title',
  lines: 'first\r\nBcc: eve@evil.example\r\n\r\nsecond\n_e{1,1}:a|b|#evil',
};

export function weirdNotification(text: string): Notification {
  const alert = sampleAlert(1, {
    title: text,
    message: text,
    subject: text,
    database: text,
    labels: { note: text },
    suspects: [text],
    acknowledgedBy: text,
    url: 'javascript:alert(1)',
  });
  return sampleNotification({
    alerts: [alert],
    route: text,
    groupKey: text,
    groupLabels: { a: text },
  });
}
