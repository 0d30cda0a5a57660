// Partitions: making, attaching, detaching.
import { accessExclusive as ae, shareUpdateExclusive as sue, type LockFact } from './fact.ts';

export const partitionsFacts: readonly LockFact[] = [
  {
    id: 'a new partition',
    rule: 'brief-strong-lock',
    statement: `create table parts_2 partition of parts
      for values from ('2026-02-01') to ('2026-03-01')`,
    locks: { parts: ae },
  },
  {
    id: 'ATTACH PARTITION',
    rule: 'attach-partition',
    statement: `alter table parts attach partition loose
      for values from ('2026-02-01') to ('2026-03-01')`,
    locks: { parts: sue, loose: ae },
    scans: ['loose'],
  },
  {
    id: 'ATTACH PARTITION that a check proves',
    rule: 'attach-partition',
    setup: `alter table loose add check
      (at is not null and at >= '2026-02-01' and at < '2026-03-01')`,
    statement: `alter table parts attach partition loose
      for values from ('2026-02-01') to ('2026-03-01')`,
    locks: { parts: sue, loose: ae },
    // Whether a check proves it is not looked at.
    work: ['scan loose'],
  },
  {
    id: 'DETACH PARTITION',
    rule: 'detach-partition-blocking',
    statement: 'alter table parts detach partition parts_1',
    locks: { parts: ae, parts_1: ae },
  },
  {
    id: 'DETACH PARTITION, concurrently',
    rule: null,
    statement: 'alter table parts detach partition parts_1 concurrently',
    waitsFor: ae,
    locks: { parts: sue },
  },
  {
    id: 'dropping a partition',
    rule: 'drop-table',
    statement: 'drop table parts_1',
    locks: { parts: ae, parts_1: ae },
  },
];
