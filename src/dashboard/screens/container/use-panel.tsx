// What the container uses: now, or in the past.
import { Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SpanChoice, useSpan } from '../../parts/series/span-choice.tsx';
import { spans } from '../../parts/series/spans.ts';
import { LiveUse } from './live-use.tsx';
import { PastUse } from './past-use.tsx';

const titles: Readonly<Record<string, string>> = {
  live: 'Live',
  ...Object.fromEntries(Object.entries(spans).map(([name, { title }]) => [name, title])),
};

export interface UsePanelProps {
  readonly id: string;
  /** Another one, when a container of this name was made anew. */
  readonly dockerId: string;
  readonly containerKey: string;
  readonly name: string;
  /** False: its daemon does not have it now. */
  readonly isThere: boolean;
}

/** The panel. */
export function UsePanel({ id, dockerId, containerKey, name, isThere }: UsePanelProps) {
  const span = useSpan(Object.keys(titles), isThere ? 'live' : '24h');
  const past = spans[span];
  return (
    <Panel title="What it uses" aside={<SpanChoice titles={titles} chosen={span} />}>
      {past !== undefined ? (
        <PastUse key={span} containerKey={containerKey} name={name} ms={past.ms} />
      ) : isThere ? (
        <LiveUse key={dockerId} id={id} name={name} />
      ) : (
        <Empty title="The container is gone">
          What it uses shows here when it is back. Choose a longer time to see what it used.
        </Empty>
      )}
    </Panel>
  );
}
