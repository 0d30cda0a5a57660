// Lets a server assess: a database's pending migrations, or files against that database.
import { z } from 'zod';

import {
  blockedKinds,
  lockModes,
  riskClasses,
  riskLevels,
  type ImpactAssessment,
  type LockMode,
} from '../core/impact.ts';
import type { GivenFile } from './assess-files.ts';
import { CommandError } from './failures.ts';
import type { Server } from './server.ts';

const findingFields =
  'rule level classes message because version file statement line lockMode blocks objects safeForm';

/** What is asked for of an assessment, wherever one is selected. */
export const assessmentFields = `
  risk
  confidence
  doubts
  findings { ${findingFields} }
  ignored { finding { ${findingFields} } reason }
  losses { object rows message }
  estimate { lowMs highMs basis }
  files { version file checksum statements risk }
`;

export const assessDocument = `
  query CommandAssess($input: AssessImpactInput!) {
    assessImpact(input: $input) { ${assessmentFields} }
  }
`;

const lockModeByName = new Map<string, LockMode>(
  lockModes.map((mode) => [mode.replaceAll(' ', '_'), mode]),
);

// In GraphQL an enum's value has no blanks.
const lockMode = z.string().transform((name, context): LockMode => {
  const mode = lockModeByName.get(name);
  if (mode !== undefined) return mode;
  context.addIssue('is no known lock');
  return z.NEVER;
});

const findingSchema = z.object({
  rule: z.string(),
  level: z.enum(riskLevels),
  classes: z.array(z.enum(riskClasses)),
  message: z.string(),
  because: z.array(z.string()),
  version: z.string().nullable(),
  file: z.string(),
  statement: z.number(),
  line: z.number(),
  lockMode: lockMode.nullable(),
  blocks: z.array(z.enum(blockedKinds)),
  objects: z.array(z.string()),
  safeForm: z.string().nullable(),
});

/** An assessment as a server answers it. */
export const assessmentSchema = z.object({
  risk: z.enum(riskLevels),
  confidence: z.number(),
  doubts: z.array(z.string()),
  findings: z.array(findingSchema),
  ignored: z.array(
    z
      .object({ finding: findingSchema, reason: z.string() })
      .transform(({ finding, reason }) => ({ ...finding, reason })),
  ),
  losses: z.array(
    z.object({ object: z.string(), rows: z.number().nullable(), message: z.string() }),
  ),
  estimate: z.object({ lowMs: z.number(), highMs: z.number(), basis: z.string() }).nullable(),
  files: z.array(
    z.object({
      version: z.string().nullable(),
      file: z.string(),
      checksum: z.string(),
      statements: z.number(),
      risk: z.enum(riskLevels),
    }),
  ),
});

const answerSchema = z.object({ assessImpact: assessmentSchema });

export interface ServerQuestion {
  readonly database: string;
  readonly source: string | undefined;
  readonly optIn: readonly string[];
  /** Undefined: the pending migrations. */
  readonly files: readonly GivenFile[] | undefined;
}

function textOf({ file, bytes }: GivenFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CommandError(`${file} is not UTF-8: convert it`, { cause: error });
  }
}

/** What the server says. */
export async function assessByServer(
  server: Server,
  { database, source, optIn, files }: ServerQuestion,
): Promise<{ readonly assessment: ImpactAssessment; readonly against: string }> {
  const input = {
    database,
    source,
    ...(optIn.length === 0 ? {} : { optIn }),
    ...(files === undefined
      ? {}
      : { files: files.map((file) => ({ name: file.file, sql: textOf(file) })) }),
  };
  const answer = answerSchema.safeParse(await server.ask(assessDocument, { input }));
  if (!answer.success) {
    throw new CommandError(
      `${server.url} answers in a form that this command does not know: are both of the same version?`,
    );
  }
  return {
    assessment: answer.data.assessImpact,
    against: `the database ${database}, asked through ${server.url}`,
  };
}
