// What metrics are called in the Prometheus format: base units (seconds, ratios from 0 to 1), letters that
// are allowed, and no ending that means something else there.
import { findMetric, unitOf } from './catalogue/registry.ts';

export interface ExposedName {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  /** What values are multiplied by. */
  readonly factor: number;
  readonly help: string;
}

/** How a unit is written, and what becomes of its values. */
const baseUnits: Readonly<Record<string, { readonly name: string; readonly factor: number }>> = {
  ms: { name: 'seconds', factor: 0.001 },
  percent: { name: 'ratio', factor: 0.01 },
  days: { name: 'seconds', factor: 86_400 },
};

// What these endings mean is reserved, or said by the type.
const reserved = /(?:_(?:total|count|sum|bucket|info|gauge|counter|histogram|summary))+$/;

/** The name, type and unit of a metric for Prometheus. */
export function exposedName(metric: string): ExposedName {
  const definition = findMetric(metric);
  const type = definition?.kind ?? 'gauge';
  const unit = unitOf(metric);
  const base = baseUnits[unit];
  let name = `hawkwatch_${metric}`
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '');
  if (base !== undefined && name.endsWith(`_${unit}`)) {
    name = `${name.slice(0, -unit.length)}${base.name}`;
  }
  name = name.replace(reserved, '');
  if (type === 'counter') name += '_total';
  const help = definition?.description ?? `Newest value of ${metric}, in ${unit}.`;
  return { name, type, factor: base?.factor ?? 1, help };
}

/** A label's name as it may be there. */
export function exposedLabel(label: string): string {
  const clean = label.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  const taken = ['subject', 'le', 'quantile', 'job', 'instance'].includes(clean);
  return taken || !/^[a-z]/.test(clean) || clean.startsWith('__') ? `label_${clean}` : clean;
}

export function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

export function escapeLabelValue(text: string): string {
  return escapeHelp(text.toWellFormed()).replaceAll('"', '\\"');
}
