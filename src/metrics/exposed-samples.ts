// The newest samples of monitored things in the Prometheus format: a family for each metric.
import { escapeHelp, escapeLabelValue, exposedLabel, exposedName } from './exposed-names.ts';
import type { Sample } from './samples.ts';

interface Family {
  readonly head: string;
  readonly lines: Map<string, string>;
}

function labelsOf({ subject, labels = {} }: Sample): string {
  const written = new Map([['subject', subject]]);
  for (const [name, value] of Object.entries(labels)) written.set(exposedLabel(name), value);
  return [...written].map(([name, value]) => `${name}="${escapeLabelValue(value)}"`).join(',');
}

/** The text of some samples; of two that would be the same series, the later one is shown. */
export function exposeSamples(samples: readonly Sample[]): string {
  const families = new Map<string, Family>();
  for (const sample of samples) {
    const { name, type, factor, help } = exposedName(sample.metric);
    let family = families.get(name);
    if (family === undefined) {
      const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
      families.set(name, (family = { head, lines: new Map() }));
    }
    const series = `${name}{${labelsOf(sample)}}`;
    family.lines.set(series, `${series} ${sample.value * factor}\n`);
  }
  return [...families.values()]
    .map(({ head, lines }) => head + [...lines.values()].join(''))
    .join('');
}
