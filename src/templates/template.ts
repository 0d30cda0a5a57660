// Templates in Liquid: values, filters, conditions and loops over plain data. No file is read, no code of
// a template is executed, nothing of a prototype is seen, and what one may cost is bounded.
import { Liquid, type Template as Parsed } from 'liquidjs';

import { coerceError, InvalidInputError } from '../core/errors.ts';
import { durationText } from './duration-text.ts';

export interface Template {
  /**
   * The text for `data`, which is plain data; what is not there is an empty text.
   * @throws InvalidInputError when rendering costs too much or a filter cannot take its value.
   */
  render(data: Readonly<Record<string, unknown>>): string;
}

/** How texts of `data` are written into the template's text. */
export type Escaping = 'none' | 'html';

const longestTemplate = 20_000;
const longestText = 100_000;
const limits = { parseLimit: longestTemplate, renderLimit: 100, memoryLimit: 2_000_000 };

function createEngine(escaping: Escaping): Liquid {
  const engine = new Liquid({
    ...limits,
    cache: false,
    ownPropertyOnly: true,
    strictFilters: true,
    // No template of a file: `render`, `include` and `layout` find nothing.
    templates: {},
    ...(escaping === 'html' ? { outputEscape: 'escape' } : {}),
  });
  engine.registerFilter('json', function json(value: unknown): string {
    const text = JSON.stringify(value) ?? 'null';
    if (text.length > longestText) {
      throw new Error(`json makes more than ${longestText} characters`);
    }
    this.context.memoryLimit.use(text.length);
    return text;
  });
  // Whatever is no number of seconds stays as it is: a text of an alert never fails for its words.
  engine.registerFilter('duration', (value: unknown): unknown => {
    const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof seconds === 'number' && Number.isFinite(seconds) ? durationText(seconds) : value;
  });
  return engine;
}

const engines = { none: createEngine('none'), html: createEngine('html') };

/**
 * Reads a template.
 * @throws InvalidInputError with the line of what it cannot be.
 */
export function parseTemplate(text: string, escaping: Escaping = 'none'): Template {
  const engine = engines[escaping];
  const parsed = attempt((): Parsed[] => engine.parse(text));
  return {
    render: (data) => {
      const rendered: unknown = attempt(() => renderOnceMore(engine, parsed, data));
      const written = typeof rendered === 'string' ? rendered : '';
      return written.length > longestText ? `${written.slice(0, longestText)}…` : written;
    },
  };
}

/** What is wrong with a template; undefined when nothing is. */
export function templateFault(text: string): string | undefined {
  try {
    parseTemplate(text);
    return undefined;
  } catch (error) {
    return coerceError(error).message;
  }
}

/**
 * The limit is one of elapsed time, which also passes while the process has to wait for a processor: what
 * took too long is rendered once more before it is given up.
 */
function renderOnceMore(
  engine: Liquid,
  parsed: Parsed[],
  data: Readonly<Record<string, unknown>>,
): unknown {
  try {
    return engine.renderSync(parsed, data);
  } catch (error) {
    if (!coerceError(error).message.includes('render limit exceeded')) throw error;
    return engine.renderSync(parsed, data);
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = `is no template that can be rendered: ${coerceError(error).message.slice(0, 300)}`;
    throw new InvalidInputError(`The template ${message}.`, [{ path: 'template', message }]);
  }
}
