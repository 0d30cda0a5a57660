// What migrations may do to a database that is in use.
import type {
  BlockedKind,
  ImpactAssessment,
  ImpactEstimate,
  ImpactFinding,
  ImpactLoss,
  IgnoredFinding,
  LockMode,
  RiskClass,
  RiskLevel,
} from '../../core/impact.ts';
import { assessImpact } from '../assess-impact.ts';
import { builder } from '../builder.ts';

const levels: Record<RiskLevel, { description: string }> = {
  NONE: { description: 'Nothing that others would notice.' },
  LOW: { description: 'A moment, or a detail to know.' },
  MEDIUM: { description: 'Others may wait or fail for some time.' },
  HIGH: { description: 'Others wait or fail; do it when nobody needs the table, or another way.' },
  CRITICAL: { description: 'Data are lost, or a table in use is blocked for long.' },
  UNKNOWN: { description: 'It cannot be told: somebody has to look. Counts as the worst.' },
};

const classes: Record<RiskClass, { description: string }> = {
  LOCK: { description: 'It blocks others.' },
  REWRITE: { description: 'It writes a table anew.' },
  SCAN: { description: 'It reads a whole table while it holds a lock.' },
  DATA_LOSS: { description: 'Data are gone afterwards.' },
  BREAKS_CLIENTS: { description: 'What applications do fails afterwards.' },
  MAY_FAIL: { description: 'Whether it succeeds depends on the data.' },
  TRANSACTION: { description: 'It does not fit the transaction it runs in.' },
  SECURITY: { description: 'It opens a way that should be closed.' },
  QUALITY: { description: 'It works, but there is a better form.' },
};

const blocked: Record<BlockedKind, { description: string }> = {
  READS: { description: 'SELECT.' },
  WRITES: { description: 'INSERT, UPDATE, DELETE.' },
  SCHEMA_CHANGES: { description: 'Other migrations, VACUUM.' },
};

export const RiskLevelType = builder.enumType('RiskLevel', {
  description: 'How risky something is. UNKNOWN counts as the worst.',
  values: levels,
});
export const RiskClassType = builder.enumType('RiskClass', {
  description: 'In which way something is risky.',
  values: classes,
});
const BlockedKindType = builder.enumType('BlockedKind', {
  description: 'What others cannot do meanwhile.',
  values: blocked,
});
const LockModeType = builder.enumType('LockMode', {
  description: "PostgreSQL's table locks, from the weakest to the strongest.",
  values: {
    ACCESS_SHARE: { value: 'ACCESS SHARE', description: 'What SELECT takes.' },
    ROW_SHARE: { value: 'ROW SHARE', description: 'What SELECT … FOR UPDATE takes.' },
    ROW_EXCLUSIVE: { value: 'ROW EXCLUSIVE', description: 'What writing rows takes.' },
    SHARE_UPDATE_EXCLUSIVE: {
      value: 'SHARE UPDATE EXCLUSIVE',
      description: 'Lets others read and write.',
    },
    SHARE: { value: 'SHARE', description: 'Blocks writes.' },
    SHARE_ROW_EXCLUSIVE: { value: 'SHARE ROW EXCLUSIVE', description: 'Blocks writes.' },
    EXCLUSIVE: { value: 'EXCLUSIVE', description: 'Blocks writes.' },
    ACCESS_EXCLUSIVE: { value: 'ACCESS EXCLUSIVE', description: 'Blocks reads and writes.' },
  } satisfies Record<string, { value: LockMode; description: string }>,
});

const Finding = builder.objectRef<ImpactFinding>('ImpactFinding').implement({
  description: 'One thing that a rule found in one statement.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'Id of the rule; it stays the same for ever.' }),
    level: t.field({
      type: RiskLevelType,
      description: 'How risky it is here.',
      resolve: (finding) => finding.level,
    }),
    classes: t.field({
      type: [RiskClassType],
      description: 'In which way.',
      resolve: (finding) => finding.classes,
    }),
    message: t.exposeString('message', { description: 'What happens, to what.' }),
    because: t.exposeStringList('because', {
      description: 'Why the level is what it is: size, traffic, long transactions.',
    }),
    version: t.exposeString('version', {
      nullable: true,
      description: "The migration's version; null for SQL that was given as text.",
    }),
    file: t.exposeString('file', { description: 'The file, or `<sql>`.' }),
    statement: t.exposeInt('statement', {
      description: 'The statement in the file, counted from 1.',
    }),
    line: t.exposeInt('line', { description: 'The line in the file, counted from 1.' }),
    lockMode: t.field({
      type: LockModeType,
      nullable: true,
      description: 'The strongest lock it takes, as far as it is known.',
      resolve: (finding) => finding.lockMode,
    }),
    blocks: t.field({
      type: [BlockedKindType],
      description: 'What others cannot do meanwhile.',
      resolve: (finding) => finding.blocks,
    }),
    objects: t.exposeStringList('objects', {
      description: 'Qualified names of the tables and indexes it is about.',
    }),
    safeForm: t.exposeString('safeForm', {
      nullable: true,
      description: 'How to do the same with less risk.',
    }),
  }),
});

const Ignored = builder.objectRef<IgnoredFinding>('IgnoredFinding').implement({
  description: 'A finding that a comment in the file put aside.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'What the comment says of it.' }),
    finding: t.field({ type: Finding, description: 'The finding.', resolve: (ignored) => ignored }),
  }),
});

const Loss = builder.objectRef<ImpactLoss>('ImpactLoss').implement({
  description: 'What would be gone.',
  fields: (t) => ({
    object: t.exposeString('object', { description: 'The table, column or schema.' }),
    rows: t.exposeFloat('rows', {
      nullable: true,
      description: "Rows by the server's statistics; null when nobody knows.",
    }),
    message: t.exposeString('message', { description: 'In words.' }),
  }),
});

const Estimate = builder.objectRef<ImpactEstimate>('ImpactEstimate').implement({
  description: 'A range of time, and what it rests on.',
  fields: (t) => ({
    lowMs: t.exposeFloat('lowMs', { description: 'At least, in milliseconds.' }),
    highMs: t.exposeFloat('highMs', { description: 'At most, in milliseconds.' }),
    basis: t.exposeString('basis', { description: 'What was measured.' }),
  }),
});

const AssessedFile = builder
  .objectRef<ImpactAssessment['files'][number]>('AssessedFile')
  .implement({
    description: 'A file that was assessed.',
    fields: (t) => ({
      version: t.exposeString('version', {
        nullable: true,
        description: "The migration's version; null for SQL that was given as text.",
      }),
      file: t.exposeString('file', { description: 'Its name.' }),
      checksum: t.exposeString('checksum', {
        description: 'SHA-256 (hex) of the bytes that were assessed.',
      }),
      statements: t.exposeInt('statements', { description: 'Statements it has.' }),
      risk: t.field({
        type: RiskLevelType,
        description: 'The worst of its findings.',
        resolve: (file) => file.risk,
      }),
    }),
  });

export const ImpactAssessmentType = builder
  .objectRef<ImpactAssessment>('ImpactAssessment')
  .implement({
    description: 'What migrations may do to a database that is in use. Nothing was executed.',
    fields: (t) => ({
      risk: t.field({
        type: RiskLevelType,
        description: 'The worst of all findings.',
        resolve: (assessment) => assessment.risk,
      }),
      confidence: t.exposeInt('confidence', { description: 'How sure the risk is, 0 to 100.' }),
      doubts: t.exposeStringList('doubts', { description: 'Why the confidence is not 100.' }),
      findings: t.field({
        type: [Finding],
        description: 'What was found, in the order of the files.',
        resolve: (assessment) => assessment.findings,
      }),
      ignored: t.field({
        type: [Ignored],
        description: 'What comments in the files put aside: on record, but not part of the risk.',
        resolve: (assessment) => assessment.ignored,
      }),
      losses: t.field({
        type: [Loss],
        description: 'What would be gone.',
        resolve: (assessment) => assessment.losses,
      }),
      estimate: t.field({
        type: Estimate,
        nullable: true,
        description: 'How long all scans and rewrites take; null when nothing is known of it.',
        resolve: (assessment) => assessment.estimate,
      }),
      files: t.field({
        type: [AssessedFile],
        description: 'What was assessed, in the order in which it runs.',
        resolve: (assessment) => assessment.files,
      }),
    }),
  });

const AssessFileInput = builder.inputType('AssessFileInput', {
  description: 'A file to assess.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What findings call it.' }),
    sql: t.string({ required: true, description: 'Its text.' }),
  }),
});

const AssessImpactInput = builder.inputType('AssessImpactInput', {
  description: 'What to assess: pending migrations of a database, or SQL.',
  fields: (t) => ({
    database: t.id({
      description: 'Global id or name of the database. Without SQL: its pending migrations.',
    }),
    source: t.string({ description: 'Needed where the database has several.' }),
    toVersion: t.string({ description: 'The last migration to look at; without it, all pending.' }),
    sql: t.string({
      description: 'SQL to assess instead: for the database, or without one by its text alone.',
    }),
    files: t.field({
      type: [AssessFileInput],
      description: 'Several texts instead of `sql`, in the order in which they would run.',
    }),
    optIn: t.stringList({ description: 'Ids of rules that are off unless they are asked for.' }),
  }),
});

builder.queryField('assessImpact', (t) =>
  t.field({
    type: ImpactAssessmentType,
    description:
      'What pending migrations, or some SQL, may do to a database: risks, locks, losses, how long. ' +
      'Reads the catalogue of the database and executes nothing.',
    authScopes: { role: 'viewer' },
    extensions: { cost: 50 },
    args: {
      input: t.arg({ type: AssessImpactInput, required: true, description: 'What to assess.' }),
    },
    resolve: (_root, { input }, context) => assessImpact(context, input),
  }),
);
