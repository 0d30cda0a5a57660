// What a database is: how it is reached, what it uses, who is in it, and where it was declared.
import { useMemo } from 'react';

import { useEvery } from '../../../../client/use-every.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { Answer } from '../../../../parts/notes.tsx';
import { concernsDatabase } from '../../../../parts/concerns-database.ts';
import { HealthPanel } from './health-panel.tsx';
import { aboutQuery } from './read-about.ts';
import { ResourcesPanel } from './resources-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';

export interface AboutTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

const readAgainMs = 15_000;

/** The tab. */
export function AboutTab({ id, name }: AboutTabProps) {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  const answer = useLiveQuery(
    aboutQuery,
    { id },
    { staleAfter: ['database.', 'migration.', 'schema_watch.changed'], concerns, everyMs: 3_000 },
  );
  useEvery(readAgainMs, answer.refresh);
  return (
    <Answer answer={answer}>
      {({ database }) =>
        database == null ? null : (
          <>
            <HealthPanel database={database} />
            <SessionsPanel database={database} />
            <ResourcesPanel database={database} />
            <SettingsPanel database={database} onChanged={answer.refresh} />
          </>
        )
      }
    </Answer>
  );
}
