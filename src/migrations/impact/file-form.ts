// What a migration tool makes of a file: which part of it undoes it, and whether it is one
// transaction. A tool's comments count for that tool alone: what another one would leave out, it runs.
import type { MigrationTool } from '../../core/migrations.ts';

export interface FileForm {
  /** As long as the source, line by line; the part that undoes is blanked out. */
  readonly text: string;
  /** A directive asks for no transaction. */
  readonly noTransaction: boolean;
}

interface Comments {
  /** Begins the part that makes (up) or undoes (down). */
  readonly section?: RegExp;
  readonly noTransaction?: RegExp;
}

const hawkwatch: Comments = { noTransaction: /^--+\s*hawkwatch\s*:\s*no-transaction\s*$/i };

const commentsOf: Partial<Readonly<Record<MigrationTool, Comments>>> = {
  sql: hawkwatch,
  goose: {
    section: /^--\s*\+goose\s+(up|down)\b/i,
    noTransaction: /^--\s*\+goose\s+no\s+transaction\b/i,
  },
  dbmate: {
    section: /^--\s*migrate:(up|down)\b/i,
    noTransaction: /^--\s*migrate:up\b.*\btransaction:false\b/i,
  },
  'node-pg-migrate': { section: /^--[\s-]*(up|down)\s+migration\b/i },
  'graphile-migrate': { noTransaction: /^--!\s*no-transaction\b/i },
  atlas: { noTransaction: /^--\s*atlas:txmode\s+none\b/i },
  liquibase: { noTransaction: /^--\s*changeset\b.*\brunInTransaction:\s*false\b/i },
  flyway: { noTransaction: /^--\s*flyway:\s*executeInTransaction\s*=\s*false\b/i },
};

/** How a tool runs a file that asks for nothing else. */
export type ToolTransactions =
  /** hawkwatch itself: one transaction where PostgreSQL can. */
  | 'where-possible'
  /** The tool begins and commits. */
  | 'file'
  /** The whole file is sent as one query: several statements are one transaction. */
  | 'one-query'
  | 'none';

const transactions: Partial<Readonly<Record<MigrationTool, ToolTransactions>>> = {
  sql: 'where-possible',
  prisma: 'one-query',
  'golang-migrate': 'one-query',
  sequelize: 'none',
};

/** How a tool runs its files; most put a transaction around each. */
export function toolTransactions(tool: MigrationTool = 'sql'): ToolTransactions {
  return transactions[tool] ?? 'file';
}

/** Reads what the tool's comments say; a file without them comes back as it is. */
export function readFileForm(source: string, tool: MigrationTool = 'sql'): FileForm {
  const { section, noTransaction } = commentsOf[tool] ?? {};
  if (section === undefined && noTransaction === undefined) {
    return { text: source, noTransaction: false };
  }
  let isDown = false;
  let hasDown = false;
  let wantsNone = false;
  const lines = source.split('\n').map((line) => {
    const comment = line.trimStart();
    if (comment.startsWith('--') && comment.length < 400) {
      const word = section?.exec(comment)?.[1]?.toLowerCase();
      if (word !== undefined) isDown = word === 'down';
      if (!isDown && noTransaction?.test(comment.trimEnd()) === true) wantsNone = true;
    }
    if (!isDown) return line;
    hasDown = true;
    return line.replace(/[^\r]/g, ' ');
  });
  return { text: hasDown ? lines.join('\n') : source, noTransaction: wantsNone };
}
