// A number that was measured last, and what could not be.
import { builder } from '../builder.ts';

interface Measure {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly value: number;
}

interface Label {
  readonly name: string;
  readonly value: string;
}

const MeasureLabel = builder.objectRef<Label>('MeasureLabel').implement({
  description: 'What tells apart several measures of one metric.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `mount`.' }),
    value: t.exposeString('value', { description: 'As `/var`.' }),
  }),
});

export const MeasureType = builder.objectRef<Measure>('Measure').implement({
  description: 'A number that was measured. Its course over time is in the samples of the metric.',
  fields: (t) => ({
    metric: t.exposeString('metric', {
      description: 'Name of the metric, with its unit at the end: `host.memory_used_percent`.',
    }),
    labels: t.field({
      type: [MeasureLabel],
      description: 'Which of several it is; empty where there is one.',
      resolve: ({ labels = {} }) =>
        Object.entries(labels).map(([name, value]) => ({ name, value })),
    }),
    value: t.exposeFloat('value', { description: 'The number.' }),
  }),
});

export const UnreadResource = builder
  .objectRef<{ readonly about: string; readonly reason: string }>('UnreadResource')
  .implement({
    description: 'Something that could not be measured.',
    fields: (t) => ({
      about: t.exposeString('about', { description: 'What.' }),
      reason: t.exposeString('reason', { description: 'Why, and what would help.' }),
    }),
  });

/** The first measure of a metric, or null. */
export function findMeasure(measures: readonly Measure[], metric: string): number | null {
  return measures.find((one) => one.metric === metric)?.value ?? null;
}
