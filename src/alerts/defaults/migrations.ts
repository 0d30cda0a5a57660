// Default rules of migrations: their runs, and how sources stand in databases.
import type { WrittenRule } from '../rules/define-rule.ts';

const hourMs = 3_600_000;
const real = 'dryRun=false';
const place = { database: 'database', source: 'source' };
const run = { ...place, run: 'runId' };
const where = '{{ event.payload.source }} in {{ event.payload.database }}';
const reasonOf = '{{ event.payload.error.message | default: event.payload.message }}';
const settled = 'state.after!~DIVERGED|DIRTY|LOCKED|UNREACHABLE';
const skipped = '*is skipped:*';
const edited = '*was changed after it was applied*';

export const migrationRules = [
  {
    name: 'migration-failed',
    type: 'MIGRATION_FAILED',
    severity: 'ERROR',
    description: 'A run of migrations failed; it ends when a run of the same source succeeds.',
    event: {
      on: [['migration.completed', 'runState=FAILED', real]],
      until: [['migration.completed', 'runState=SUCCEEDED', real]],
      labels: place,
    },
    title: 'Migration of {{ event.payload.source }} failed in {{ event.payload.database }}',
    message: `{{ event.payload.migration.version | default: "The run" }} failed: ${reasonOf}`,
  },
  {
    name: 'migration-interrupted',
    type: 'MIGRATION_INTERRUPTED',
    severity: 'ERROR',
    description:
      'A run stopped half way and nobody knows how far it came; it ends when a run of the same source succeeds.',
    event: {
      on: [['migration.completed', 'runState=INTERRUPTED', real]],
      until: [['migration.completed', 'runState=SUCCEEDED', real]],
      labels: place,
    },
    title: `Migration of ${where} was interrupted`,
    message: `{{ event.payload.migration.version | default: "The run" }} was interrupted: ${reasonOf}`,
  },
  {
    name: 'migration-blocked',
    type: 'MIGRATION_BLOCKED',
    severity: 'WARNING',
    forMs: 30_000,
    description:
      'A migration has waited for a lock for 30 seconds; whoever comes after it waits, too.',
    event: {
      on: ['migration.blocked'],
      until: [
        'migration.unblocked',
        'migration.statement_finished',
        'migration.step_finished',
        'migration.completed',
      ],
      labels: run,
    },
    title: `Migration of ${where} is blocked`,
    message:
      'It waits for a lock{% for one in event.payload.blockedBy limit: 3 %}{% if forloop.first %} that is held by {% else %}, {% endif %}{{ one.application | default: "a session" }} (pid {{ one.pid }}){% endfor %}.',
  },
  {
    name: 'migration-running-long',
    type: 'LONG_TASK',
    severity: 'WARNING',
    forMs: 120_000,
    description: 'A run of migrations has been going on for two minutes.',
    event: {
      on: [['migration.started', real]],
      until: ['migration.completed'],
      labels: run,
    },
    title: `Migration of ${where} takes long`,
    message: 'It has been running for more than two minutes.',
  },
  {
    name: 'migration-awaiting-review',
    type: 'MIGRATION_AWAITING_REVIEW',
    severity: 'WARNING',
    description: 'A run waits for somebody to look at it.',
    event: {
      on: [['migration.queued', 'runState=AWAITING_REVIEW']],
      until: [['migration.queued', 'runState=QUEUED'], 'migration.started', 'migration.completed'],
      labels: run,
    },
    title: `Migration of ${where} awaits review`,
    message:
      '{{ event.payload.message | default: "It does not run before somebody has approved it." }}',
  },
  {
    name: 'migration-rollback-unverified',
    type: 'ROLLBACK_UNVERIFIED',
    severity: 'CRITICAL',
    description: 'After an emergency roll-back the database is not where it should be.',
    event: {
      on: [['migration.verified', 'ok=false']],
      until: [['migration.verified', 'ok=true']],
      labels: place,
    },
    title: `Roll-back of ${where} is not as it should be`,
    message:
      '{% for one in event.payload.checks %}{% unless one.ok %}{{ one.name }}: {{ one.message }}. {% endunless %}{% endfor %}',
  },
  {
    name: 'migration-wave-failed',
    type: 'MIGRATION_WAVE_FAILED',
    severity: 'ERROR',
    description: 'A migration that goes through many databases has stopped; it ends after a day.',
    event: {
      on: [['migration_wave.completed', 'state=FAILED']],
      until: [['migration_wave.completed', 'state=SUCCEEDED']],
      labels: { source: 'source' },
      lastsMs: 24 * hourMs,
    },
    title: 'The wave of {{ event.payload.source }} to {{ event.payload.toVersion }} failed',
    message:
      '{{ event.payload.counts.failed }} of {{ event.payload.counts.total }} databases failed. {{ event.payload.reason }}',
  },
  {
    name: 'migration-pending-long',
    type: 'MIGRATION_PENDING',
    severity: 'WARNING',
    forMs: 24 * hourMs,
    description: 'Migrations have been pending for a day.',
    event: {
      on: [['migration_status.changed', 'counts.pending > 0', 'state.after exists']],
      until: [['migration_status.changed', 'state.after!=UNREACHABLE']],
      labels: place,
    },
    title: `Migrations of ${where} are pending`,
    message: '{{ event.payload.counts.pending }} migrations have not run for a day.',
  },
  {
    name: 'migration-skipped',
    type: 'MIGRATION_SKIPPED_SILENTLY',
    severity: 'ERROR',
    description: 'A migration is skipped by its tool without a word, so it never runs.',
    event: {
      on: [['migration_status.changed', 'state.after=DIVERGED', `reason~${skipped}`]],
      until: [['migration_status.changed', settled]],
      labels: place,
    },
    title: `A migration of ${where} is skipped silently`,
    message: '{{ event.payload.reason }}',
  },
  {
    name: 'migration-edited',
    type: 'MIGRATION_EDITED',
    severity: 'ERROR',
    description: 'The file of a migration was changed after it was applied.',
    event: {
      on: [['migration_status.changed', 'state.after=DIVERGED', `reason~${edited}`]],
      until: [['migration_status.changed', settled]],
      labels: place,
    },
    title: `An applied migration of ${where} was changed`,
    message: '{{ event.payload.reason }}',
  },
  {
    name: 'migration-diverged',
    type: 'MIGRATION_DIVERGED',
    severity: 'ERROR',
    description: 'What was applied and what the source has do not fit together.',
    event: {
      on: [['migration_status.changed', 'state.after=DIVERGED', `reason!~${skipped}|${edited}`]],
      until: [['migration_status.changed', settled]],
      labels: place,
    },
    title: `Migrations of ${where} diverge`,
    message: '{{ event.payload.reason }}',
  },
  {
    name: 'migration-dirty',
    type: 'MIGRATION_DIRTY',
    severity: 'ERROR',
    description:
      'A migration failed or is half done; nothing newer runs before somebody has looked.',
    event: {
      on: [['migration_status.changed', 'state.after=DIRTY']],
      until: [['migration_status.changed', 'state.after!~DIRTY|LOCKED|UNREACHABLE']],
      labels: place,
    },
    title: `Migrations of ${where} cannot go on`,
    message: '{{ event.payload.reason }}',
  },
  {
    name: 'migration-stale-lock',
    type: 'STALE_LOCK',
    severity: 'ERROR',
    description: 'A migration holds its lock and does nothing; no other one can run.',
    event: {
      on: ['migration.stale_lock'],
      until: ['migration.statement_started', 'migration.statement_finished', 'migration.completed'],
      labels: { database: 'database', run: 'runId' },
    },
    title: 'A stale migration lock is held in {{ event.payload.database }}',
    message:
      '{{ event.payload.tool }} holds its lock since {{ event.payload.since }} ({{ event.payload.sign }}{% if event.payload.pid != 0 %}, pid {{ event.payload.pid }}{% endif %}).',
  },
] as const satisfies readonly WrittenRule[];
