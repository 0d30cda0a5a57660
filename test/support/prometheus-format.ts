// A strict reader of Prometheus' text format: throws at whatever a scraper could misunderstand.

export interface ExposedFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const nameForm = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const sampleForm = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const labelForm = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const suffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  counter: [''],
  gauge: [''],
};

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const match = labelForm.exec(rest);
    if (match === null) throw new Error(`no labels: ${rest}`);
    const [whole, name = '', value = ''] = match;
    if (name.startsWith('__') || name in labels)
      throw new Error(`a label twice or reserved: ${name}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_all, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** The families of a text; each has a HELP and a TYPE, in one piece, and no series twice. */
export function parseExposition(text: string): ExposedFamily[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families: ExposedFamily[] = [];
  const seen = new Set<string>();
  let help: { name: string; text: string } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest = ''] = comment;
      if (!nameForm.test(name)) throw new Error(`no name: ${name}`);
      if (kind === 'HELP') help = { name, text: rest };
      else {
        if (help?.name !== name) throw new Error(`no help before the type of ${name}`);
        if (families.some((family) => family.name === name)) throw new Error(`twice: ${name}`);
        if (!Object.hasOwn(suffixes, rest)) throw new Error(`no type: ${rest}`);
        families.push({ name, type: rest, help: help.text, samples: [] });
      }
      continue;
    }
    const match = sampleForm.exec(line);
    const family = families.at(-1);
    if (match === null || family === undefined) throw new Error(`no sample: ${line}`);
    const [, name = '', labelText = '', valueText = ''] = match;
    const own = suffixes[family.type]?.map((suffix) => `${family.name}${suffix}`) ?? [];
    if (!own.includes(name)) throw new Error(`${name} is not of ${family.name}`);
    const labels = parseLabels(labelText);
    const key = `${name} ${JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;
    if (seen.has(key)) throw new Error(`twice: ${key}`);
    seen.add(key);
    const value = ['+Inf', '-Inf', 'NaN'].includes(valueText) ? NaN : Number(valueText);
    if (valueText !== 'NaN' && Number.isNaN(value)) throw new Error(`no value: ${line}`);
    family.samples.push({ name, labels, value });
  }
  return families;
}
