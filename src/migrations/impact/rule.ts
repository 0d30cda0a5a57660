// The contract of an impact rule: pure over one statement's syntax tree, what came before it in the
// same migration, and facts about the live tables. A rule family is a file that exports rules made
// with `defineRule`, and a line in `rules/registry.ts`.
import type { BlockedKind, LockMode, RiskClass, RiskLevel } from '../../core/impact.ts';
import type { QualifiedName } from '../../sql/tree.ts';
import type { Doubt } from './confidence.ts';
import type { DatabaseFacts, TableFacts } from './facts.ts';
import type { FileIndex } from './file-index.ts';
import type { TakenLock } from './locks.ts';
import type { RuleStatement } from './rule-statement.ts';
import type { MigrationScope, TableRef } from './scope.ts';
import type { TokenStatement } from './token-statements.ts';

export type { RuleStatement };

export interface RuleContext {
  readonly facts: DatabaseFacts;
  /** True when the facts were read from a database: what they do not name is not there. */
  readonly online: boolean;
  /** Major version of PostgreSQL that is assumed, as 15. */
  readonly version: number;
  /** All statements of the file run in one transaction. */
  readonly transactional: boolean;
  /** The migration tool itself opens and ends the file's transaction. */
  readonly wrapped: boolean;
  /** Whoever runs the file goes on with the statement that failed; it is never run anew. */
  readonly resumes: boolean;
  /** All statements of the file that could be parsed. */
  readonly statements: readonly RuleStatement[];
  /** The locks that the present statement takes on tables. */
  readonly locks: readonly TakenLock[];
  /** What the whole file makes, for looking ahead. */
  readonly file: FileIndex;
  /** What the statements before this one did: tables made, settings set, locks held. */
  readonly scope: MigrationScope;
  /** The version already applied that comes after this file's; null when the file is at the end. */
  readonly overtakenBy: string | null;
  /** The table of a name as this statement sees it, looked up as PostgreSQL would. */
  table(name: QualifiedName): TableRef;
  /** The live table of a name; undefined when it is not known. */
  findTable(name: QualifiedName): TableFacts | undefined;
}

/** What a rule says of a statement. What is left out is the rule's own. */
export interface RuleFinding {
  /** One sentence: what happens, to which object. Names are fine, values never. */
  readonly message: string;
  /** Before size, traffic and long transactions are weighed. */
  readonly level?: RiskLevel;
  readonly classes?: readonly RiskClass[];
  readonly lockMode?: LockMode | null;
  readonly blocks?: readonly BlockedKind[];
  /** Qualified as written, or as found. */
  readonly objects: readonly string[];
  /** The table whose size and traffic decide the level; none: the level stands. */
  readonly table?: TableRef;
  /** The work grows with the table: its size decides the level. */
  readonly work?: 'none' | 'scan' | 'rewrite';
  /** What would be gone, where something would. */
  readonly loses?: {
    readonly object: string;
    readonly what: 'table' | 'column' | 'rows' | 'schema' | 'other';
  };
  readonly safeForm?: string | null;
  /** Why the rule is not sure. */
  readonly doubt?: Doubt;
}

export interface ImpactRule {
  /** Kebab-case, for ever: it stands in reports, ignore lists and SARIF. */
  readonly id: string;
  /** What it catches, as a headline. */
  readonly title: string;
  readonly classes: readonly RiskClass[];
  /** The level before a table's size is known; NONE is a hint. */
  readonly level: RiskLevel;
  readonly lockMode: LockMode | null;
  /** How to do it with less risk; null where nothing is safer. */
  readonly safeForm: string | null;
  /** Names of the rule in other tools, for comparing: squawk, Atlas. */
  readonly alsoKnownAs?: {
    readonly squawk?: readonly string[];
    readonly atlas?: readonly string[];
  };
  /** Off unless asked for. */
  readonly optIn?: boolean;
  /** It is about the file's own statements, not about those within a DO block. */
  readonly topLevelOnly?: boolean;
  check(statement: RuleStatement, context: RuleContext): readonly RuleFinding[];
  /** The same for a dialect whose grammar is not read: SQLite and MySQL files, by their tokens. */
  checkTokens?(statement: TokenStatement): readonly RuleFinding[];
}

/** Declares a rule. */
export function defineRule<const Id extends string>(
  rule: ImpactRule & { readonly id: Id },
): ImpactRule & { readonly id: Id } {
  return rule;
}

/** For rules whose findings the engine itself makes: about the file, not about one statement. */
export const foundByTheEngine = (): readonly RuleFinding[] => [];
