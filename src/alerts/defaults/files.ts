// Default rules of watched files.
import type { WrittenRule } from '../rules/define-rule.ts';

const hourMs = 3_600_000;
const one = { host: 'host', watch: 'watch', path: 'path' };

export const fileRules = [
  {
    name: 'file-changed',
    type: 'FILE_CHANGED',
    severity: 'INFO',
    description: 'A watched file changed; told for an hour.',
    event: {
      on: [['file.changed', 'risk!~HIGH|CRITICAL']],
      labels: one,
      lastsMs: hourMs,
    },
    title: '{{ event.payload.path }} changed',
    message: '{{ event.payload.change }} on {{ event.payload.host }}.',
  },
  {
    name: 'file-risky-setting',
    type: 'RISKY_SETTING',
    severity: 'WARNING',
    description: 'A setting that a database depends on was changed in a file; told for a day.',
    overrides: [{ match: ['risk=CRITICAL'], severity: 'ERROR' }],
    event: {
      on: [['file.changed', 'risk~HIGH|CRITICAL']],
      labels: one,
      lastsMs: 24 * hourMs,
    },
    title: 'A risky setting changed in {{ event.payload.path }}',
    message:
      '{% for one in event.payload.settings limit: 5 %}{{ one.resource }} {{ one.attribute }}: {{ one.message }} {% endfor %}',
  },
  {
    name: 'files-changed',
    type: 'FILE_CHANGED',
    severity: 'INFO',
    description: 'Many watched files changed at once; told for an hour.',
    overrides: [{ match: ['risk~HIGH|CRITICAL'], severity: 'WARNING' }],
    event: {
      on: ['files.changed'],
      labels: { host: 'host', watch: 'watch' },
      lastsMs: hourMs,
    },
    title: '{{ event.payload.count }} files of {{ event.payload.watch }} changed',
    message: '{{ event.payload.paths | join: ", " }}',
  },
  {
    name: 'file-watch-lost',
    type: 'FILE_WATCH_LOST',
    severity: 'WARNING',
    description: 'Changes of a file are not noticed, or only late.',
    event: { on: ['file_watch.lost'], until: ['file_watch.restored'], labels: one },
    title:
      '{{ event.payload.path | default: event.payload.watch }} is not watched on {{ event.payload.host }}',
    message: '{{ event.payload.reason }}',
  },
] as const satisfies readonly WrittenRule[];
