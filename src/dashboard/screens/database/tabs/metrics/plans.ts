// Which figures of a database are drawn, and in what order. Pure.
import type { ChartPlan } from '../../../../parts/series/plan-charts.ts';

/** The charts; of those without a measurement nothing is shown. */
export const plans: readonly ChartPlan[] = [
  { title: 'Latency', metrics: { 'database.latency_ms': 'latency' } },
  { title: 'Size', metrics: { 'database.size_bytes': 'size' } },
  { title: 'Sessions', metrics: { 'database.connections': 'sessions' } },
  { title: 'Sessions used', metrics: { 'database.connections_used_percent': 'used' } },
  { title: 'Found in the cache', metrics: { 'database.cache_hit_percent': 'hits' } },
  {
    title: 'Transactions a second',
    metrics: {
      'database.commits_per_second': 'commits',
      'database.rollbacks_per_second': 'roll-backs',
    },
  },
  {
    title: 'Waiting for locks',
    metrics: { 'database.sessions_blocked': 'sessions', 'database.locks_waiting': 'locks' },
  },
  {
    title: 'Oldest work',
    metrics: {
      'database.longest_query_seconds': 'statement',
      'database.longest_transaction_seconds': 'transaction',
    },
  },
  {
    title: 'Rows changed a second',
    metrics: {
      'database.rows_inserted_per_second': 'inserted',
      'database.rows_updated_per_second': 'updated',
      'database.rows_deleted_per_second': 'deleted',
    },
  },
  { title: 'Largest tables', metrics: { 'database.table_bytes': 'table' } },
  { title: 'Dead rows', metrics: { 'database.dead_rows': 'dead rows' } },
  { title: 'Behind the primary', metrics: { 'database.replay_lag_seconds': 'behind' } },
];

/** Figures of which it matters where they are going. */
export const trended: readonly string[] = [
  'database.size_bytes',
  'database.latency_ms',
  'database.connections_used_percent',
  'database.cache_hit_percent',
  'database.dead_rows',
  'database.wraparound_percent',
];
