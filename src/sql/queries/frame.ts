// A shape in the making: what the expressions of one query name goes in here. Without recursion but for
// queries within queries: expressions are chains of thousands at times.
import { isFields, nameOf, stringOf, type Fields } from '../tree.ts';
import type {
  ColumnUse,
  InnerQuery,
  NameUse,
  QueryOutput,
  QueryShape,
  QuerySource,
  TableWrite,
} from './shape.ts';

/** CTEs and tables that the script made: null when nothing is known of their columns. */
export type KnownNames = ReadonlyMap<string, QueryShape | null>;

export interface FrameContext {
  readonly names: KnownNames;
  /** The statement's bytes: positions count in them. */
  readonly bytes: Buffer;
  /** Unqualified names may mean anything: the script has set a search path. */
  readonly isPathUnknown: boolean;
  /** The shape of a statement within a statement; undefined for what is no query. */
  readonly shapeOf: (node: unknown, names: KnownNames) => QueryShape | undefined;
}

export const noOutput: QueryOutput = { names: [], stars: [], isOpen: false };

export class Frame {
  readonly context: FrameContext;
  readonly sources: QuerySource[] = [];
  readonly writes: TableWrite[] = [];
  /** Columns of the result that have a name of their own. */
  outputNames: ReadonlySet<string> = new Set();
  output: QueryOutput = noOutput;
  isMergedWhole = false;
  readonly merged: string[] = [];
  readonly #columns = new Map<string, ColumnUse>();
  readonly #uses = new Map<string, NameUse>();
  readonly #inner: InnerQuery[] = [];

  constructor(context: FrameContext) {
    this.context = context;
  }

  finish(): QueryShape {
    return {
      sources: this.sources,
      columns: [...this.#columns.values()],
      writes: this.writes,
      uses: [...this.#uses.values()],
      output: this.output,
      inner: this.#inner,
      merged: this.isMergedWhole ? 'ALL' : this.merged,
    };
  }

  /** A query that sees the sources which are there by now, or none of them. */
  addInner(shape: QueryShape, seesSources: boolean): void {
    this.#inner.push({ shape, sees: seesSources ? this.sources.length : 0 });
  }

  /** A column whose source is known by its place. */
  addColumnOf(source: string | null, name: string, schema: string | null = null): void {
    const mayBeOutput = source === null && this.outputNames.has(name);
    this.#keep({ schema, source, name, mayBeOutput, isQuoted: false });
  }

  /** Takes what an expression names. */
  visit(root: unknown): void {
    const open: unknown[] = [root];
    while (open.length > 0) {
      const next = open.pop();
      if (Array.isArray(next)) for (const item of next.toReversed()) open.push(item);
      else if (isFields(next)) {
        for (const [key, value] of Object.entries(next).toReversed()) {
          if (typeof value === 'object' && value !== null) this.#take(key, value, open);
        }
      }
    }
  }

  #take(key: string, value: object, open: unknown[]): void {
    if (!isFields(value)) {
      open.push(value);
      return;
    }
    switch (key) {
      case 'ColumnRef':
        this.#addColumn(value);
        return;
      case 'SelectStmt': {
        const shape = this.context.shapeOf({ SelectStmt: value }, this.context.names);
        if (shape !== undefined) this.addInner(shape, true);
        return;
      }
      case 'FuncCall':
        if (this.#addFunction(value)) open.push(value);
        return;
      case 'TypeName':
      case 'typeName':
        this.#addName('TYPE', value['names']);
        return;
      default:
        open.push(value);
    }
  }

  #addColumn({ fields, location }: Fields): void {
    const parts = Array.isArray(fields) ? fields.map(stringOf) : [];
    const names = parts.filter((part) => part !== undefined);
    // A star is the result's business; four parts begin with a database.
    if (names.length !== parts.length || names.length > 3) return;
    const [name, source = null, schema = null] = names.toReversed();
    if (name === undefined) return;
    const start = typeof location === 'number' ? location : 0;
    const isQuoted = source === null && this.context.bytes[start] === 0x22;
    const mayBeOutput = source === null && this.outputNames.has(name);
    this.#keep({ schema, source, name, mayBeOutput, isQuoted });
  }

  #keep(use: ColumnUse): void {
    this.#columns.set(JSON.stringify(use), use);
  }

  /** False when its arguments name no columns. */
  #addFunction({ funcname, args }: Fields): boolean {
    const name = nameOf(funcname);
    // Its arguments are names of parameters.
    if (name?.schema === 'sqlc') return false;
    this.#addName('FUNCTION', funcname);
    if (name !== undefined && /^(?:nextval|currval|setval)$/.test(name.name)) {
      const first: unknown = Array.isArray(args) ? args[0] : undefined;
      const constant = isFields(first) ? first['A_Const'] : undefined;
      const text = isFields(constant) && isFields(constant['sval']) ? constant['sval']['sval'] : '';
      const parts = typeof text === 'string' ? text.split('.') : [];
      const [sequence, schema = null] = parts.toReversed();
      if (parts.length <= 2 && sequence !== undefined && /^[a-z_][a-z0-9_]*$/.test(sequence)) {
        this.#keepName({ kind: 'SEQUENCE', schema, name: sequence });
      }
    }
    return true;
  }

  #addName(kind: NameUse['kind'], list: unknown): void {
    const name = nameOf(list);
    if (name === undefined || name.schema === 'pg_catalog') return;
    this.#keepName({ kind, schema: name.schema ?? null, name: name.name });
  }

  #keepName(use: NameUse): void {
    if (use.schema === null && this.context.isPathUnknown) return;
    this.#uses.set(JSON.stringify(use), use);
  }
}
