// Two schemas side by side, object by object: of two databases, of one now and before, or of a database and
// what its migration files make. Both sides stand in the address.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

import { Empty } from '../../parts/notes.tsx';
import { Screen } from '../../parts/panel.tsx';
import { parseSide, writeSide, type SchemaSide } from '../../parts/schema/reference.ts';
import { ChooseSides } from './choose-sides.tsx';
import { CompareSchemas } from './compare-schemas.tsx';
import { CompareWithMigrations } from './compare-with-migrations.tsx';

/** The comparison that the address names. */
export default function Compare() {
  const [parameters, setParameters] = useSearchParams();
  const textA = parameters.get('a') ?? undefined;
  const textB = parameters.get('b') ?? undefined;
  const a = useMemo(() => parseSide(textA), [textA]);
  const b = useMemo(() => parseSide(textB), [textB]);
  const choose = useCallback(
    (nextA: SchemaSide, nextB: SchemaSide) =>
      setParameters({ a: writeSide(nextA), b: writeSide(nextB) }),
    [setParameters],
  );
  return (
    <Screen title="Compare schemas">
      <ChooseSides key={`${textA} ${textB}`} a={a} b={b} onChoose={choose} />
      <Comparison key={`${textA} with ${textB}`} a={a} b={b} />
    </Screen>
  );
}

function Comparison({ a, b }: { a: SchemaSide | undefined; b: SchemaSide | undefined }) {
  if (a === undefined || b === undefined || a.kind === 'migrations') {
    return (
      <Empty title="Choose what to compare">
        Two databases, as staging and production; or a database and the migrations that should have
        made it.
      </Empty>
    );
  }
  if (b.kind !== 'migrations') return <CompareSchemas a={a} b={b} />;
  return a.kind === 'current' ? (
    <CompareWithMigrations database={a.database} />
  ) : (
    <Empty title="Only a database as it is now is compared with migrations">
      Choose “as it is now” on the first side.
    </Empty>
  );
}
