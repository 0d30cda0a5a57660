// What the container uses: now, or in the past.
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
  readonly containerKey: string;
  readonly name: string;
  /** False: nothing more will be measured. */
  readonly isThere: boolean;
}

/** The panel. */
export function UsePanel({ id, containerKey, name, isThere }: UsePanelProps) {
  const span = useSpan(Object.keys(titles), isThere ? 'live' : '24h');
  const past = spans[span];
  return (
    <Panel title="What it uses" aside={<SpanChoice titles={titles} chosen={span} />}>
      {past === undefined ? (
        <LiveUse id={id} name={name} />
      ) : (
        <PastUse key={span} containerKey={containerKey} name={name} ms={past.ms} />
      )}
    </Panel>
  );
}
