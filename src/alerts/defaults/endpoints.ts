// Default rules of endpoints.
import type { WrittenRule } from '../rules/define-rule.ts';

const one = { endpoint: 'endpoint' };
const name = '{{ event.payload.endpoint }}';

export const endpointRules = [
  {
    name: 'endpoint-down',
    type: 'ENDPOINT_DOWN',
    severity: 'CRITICAL',
    description: 'An endpoint is down, after all its retries.',
    event: {
      on: [['endpoint.state_changed', 'state=DOWN']],
      // What is not known is neither: it stays until something is.
      until: [['endpoint.state_changed', 'state in UP, DEGRADED, PAUSED'], 'endpoint.retired'],
      labels: one,
    },
    title: `${name} is down`,
    message: '{{ event.payload.reason | default: "It does not answer as it should." }}',
  },
  {
    name: 'endpoint-degraded',
    type: 'ENDPOINT_DEGRADED',
    severity: 'WARNING',
    description: 'An endpoint works, but is slow or has a certificate that ends soon.',
    event: {
      on: [['endpoint.state_changed', 'state=DEGRADED']],
      until: [['endpoint.state_changed', 'state in UP, DOWN, PAUSED'], 'endpoint.retired'],
      labels: one,
    },
    title: `${name} is degraded`,
    message: '{{ event.payload.reason | default: "It works, but not as it should." }}',
  },
  {
    name: 'endpoints-failing-together',
    type: 'ENDPOINTS_FAILING_TOGETHER',
    severity: 'CRITICAL',
    description: 'Several endpoints went down at once: something that they share is broken.',
    event: {
      on: ['endpoints.failing_together'],
      until: ['endpoints.recovered_together'],
      labels: { outage: 'outageId' },
    },
    title: '{{ event.payload.endpoints.size }} endpoints fail together',
    message:
      '{% for one in event.payload.endpoints limit: 20 %}{{ one.endpoint }}{% unless forloop.last %}, {% endunless %}{% endfor %} of {{ event.payload.total }} endpoints are down since {{ event.payload.beganAt }}.',
  },
  {
    name: 'endpoint-certificate',
    type: 'CERTIFICATE_EXPIRING',
    severity: 'WARNING',
    description:
      'A certificate of an endpoint ends within 30 days (INFO), 14 days (WARNING), 7 days (ERROR), a day or has ended (CRITICAL).',
    overrides: [
      { match: ['withinDays~0|1'], severity: 'CRITICAL' },
      { match: ['withinDays=7'], severity: 'ERROR' },
      { match: ['withinDays=30'], severity: 'INFO' },
    ],
    event: {
      on: ['endpoint.certificate_expiring'],
      until: ['endpoint.certificate_renewed', 'endpoint.retired'],
      labels: one,
    },
    title: `The certificate of ${name} {% if event.payload.expired %}has ended{% else %}ends within {{ event.payload.withinDays }} days{% endif %}`,
    message: '{{ event.payload.subject }} is valid until {{ event.payload.validTo }}.',
  },
] as const satisfies readonly WrittenRule[];
