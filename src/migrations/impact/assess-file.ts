// Assesses one migration file. Synchronous and pure; it never throws over what a file holds. Plain
// data comes out, because big files are assessed in a worker.
import { createHash } from 'node:crypto';

import { riskRank, type ImpactFinding } from '../../core/impact.ts';
import { readDirectives, type MigrationDirectives } from '../../sql/directives.ts';
import { outsideTransaction } from '../../sql/outside-transaction.ts';
import { decodeSource } from '../../sql/source-text.ts';
import { applyIgnores, type CommentedFile } from './apply-ignores.ts';
import { assessStatements } from './assess-statements.ts';
import {
  versionOf,
  type AssessmentSettings,
  type FileAssessment,
  type ImpactFile,
} from './assessment-input.ts';
import { collectFinding, type CollectedFinding } from './collect-findings.ts';
import { distinctDoubts, doubts, type Doubt } from './confidence.ts';
import { readFileForm, toolTransactions } from './file-form.ts';
import { commentsOf, readStatements } from './read-statements.ts';
import type { RuleStatement } from './rule-statement.ts';
import type { ImpactRule, RuleFinding } from './rule.ts';
import { impactRules } from './rules/registry.ts';
import { readTokens, type OtherDialect } from './token-statements.ts';

interface Reading extends CommentedFile {
  readonly statements: number;
  readonly made: readonly string[];
  readonly doubts: readonly Doubt[];
}

/** A file with more findings is told by its gravest ones. */
const maxFindings = 1000;

const ruleIds: ReadonlySet<string> = new Set(impactRules.map(({ id }) => id));

function ruleOf(id: string): ImpactRule {
  const rule = impactRules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`there is no impact rule ${id}`);
  return rule;
}

function transactionOf(
  file: ImpactFile,
  { toolWraps, tool }: AssessmentSettings,
  noTransaction: boolean,
  statements: readonly RuleStatement[],
): { transactional: boolean; wrapped: boolean; resumes: boolean } {
  const way = toolWraps === undefined ? toolTransactions(tool) : toolWraps ? 'file' : 'none';
  if (way === 'where-possible') {
    // hawkwatch refuses BEGIN in any case, and leaves the transaction out where PostgreSQL does.
    const canBe = statements.every(({ node }) => outsideTransaction(node) === undefined);
    const transactional = file.transactional ?? (!noTransaction && canBe);
    return { transactional, wrapped: true, resumes: true };
  }
  if (way === 'one-query') {
    const transactional = file.transactional ?? statements.length > 1;
    return { transactional, wrapped: false, resumes: false };
  }
  const transactional = file.transactional ?? (way === 'file' && !noTransaction);
  return { transactional, wrapped: transactional, resumes: false };
}

/** hawkwatch's own directives; no other tool follows them. */
function directivesOf(
  text: string,
  { tool = 'sql', toolWraps }: AssessmentSettings,
): Partial<MigrationDirectives> {
  if (tool !== 'sql' || toolWraps !== undefined) return {};
  return readDirectives(text).directives;
}

function readPostgres(
  file: ImpactFile,
  settings: AssessmentSettings,
  source: string,
  madeEarlier: ReadonlySet<string>,
): Reading {
  const { facts, optIn = [] } = settings;
  const { text, noTransaction } = readFileForm(source, settings.tool);
  const { statements, unparsed } = readStatements(text);
  const { lockTimeoutMs = 0, statementTimeoutMs = 0 } = directivesOf(text, settings);
  const found: Doubt[] = [];
  const { said, made } = assessStatements(statements, {
    facts,
    version: versionOf(settings),
    rules: impactRules.filter((rule: ImpactRule) => rule.optIn !== true || optIn.includes(rule.id)),
    ...transactionOf(file, settings, noTransaction, statements),
    overtakenBy: file.overtakenBy ?? null,
    lockTimeout: settings.lockTimeout === true || lockTimeoutMs > 0,
    statementTimeout: settings.statementTimeout === true || statementTimeoutMs > 0,
    madeEarlier,
    onConditional: (label) => {
      if (facts.serverVersion !== null) return;
      found.push(
        doubts.conditional(`${label} may exist already (IF NOT EXISTS): then it is in use`),
      );
    },
  });
  const collected = said.map(({ rule, said: finding, statement: { index, line } }) =>
    collectFinding(rule, finding, { version: file.version, file: file.file, index, line }, facts),
  );
  const broken = unparsed.map(({ index, line, message }) =>
    notParsed(file, settings, { index, line }, message),
  );
  return {
    collected: [...collected, ...broken],
    lines: [...statements, ...unparsed],
    comments: commentsOf(text),
    text,
    statements: statements.length + unparsed.length,
    made,
    doubts: found,
  };
}

function notParsed(
  file: ImpactFile,
  { facts }: AssessmentSettings,
  place: { readonly index: number; readonly line: number },
  message: string,
): CollectedFinding {
  const { version, file: name } = file;
  const doubt = doubts.notAssessed(`${name} line ${place.line} cannot be parsed`);
  const said: RuleFinding = { message: `it cannot be parsed: ${message}`, objects: [], doubt };
  return collectFinding(ruleOf('syntax-error'), said, { version, file: name, ...place }, facts);
}

function readOther(
  file: ImpactFile,
  settings: AssessmentSettings,
  dialect: OtherDialect,
  source: string,
): Reading {
  const { text } = readFileForm(source, settings.tool);
  const { statements, comments, unclosed } = readTokens(text, dialect);
  const { facts } = settings;
  const collected = statements.flatMap((statement) =>
    impactRules.flatMap((rule: ImpactRule) =>
      (rule.checkTokens?.(statement) ?? []).map((said) => {
        const { index, line } = statement;
        const place = { version: file.version, file: file.file, index, line };
        return collectFinding(rule, { lockMode: null, ...said }, place, facts);
      }),
    ),
  );
  const index = Math.max(0, statements.length - 1);
  const open =
    unclosed === null
      ? []
      : [
          notParsed(
            file,
            settings,
            { index, line: unclosed },
            'a quote or a comment is not closed',
          ),
        ];
  return {
    collected: [...collected, ...open],
    lines: statements,
    comments,
    text,
    statements: statements.length,
    made: [],
    doubts: [],
  };
}

/** Assesses one file. */
export function assessFile(
  file: ImpactFile,
  settings: AssessmentSettings,
  madeEarlier: ReadonlySet<string> = new Set(),
): FileAssessment {
  if (file.unreadable !== undefined) return notAssessedFile(file, settings, file.unreadable);
  const reading = readFile(file, settings, madeEarlier);
  const { ignored, useless } = applyIgnores(reading, ruleIds);
  const reported = useless.map(({ why, ...place }) =>
    collectFinding(
      ruleOf('unused-ignore'),
      { message: `the ignore comment does not count: ${why}`, objects: [] },
      { version: file.version, file: file.file, ...place },
      settings.facts,
    ),
  );
  const kept = [...reading.collected.filter((each) => !ignored.has(each)), ...reported];
  const found = [...reading.doubts, ...kept.flatMap((each) => each.doubts)];
  const grave = [...ignored.keys()].filter(
    ({ finding }) => riskRank(finding.level) >= riskRank('HIGH'),
  );
  for (const { finding } of grave) {
    found.push(doubts.ignored(`${finding.rule} in ${file.file} is ignored by a comment`));
  }
  const gravest = kept
    .map((each) => each.finding)
    .toSorted(byLevel)
    .slice(0, maxFindings);
  if (gravest.length < kept.length) {
    const text = `${file.file} has ${kept.length} findings: the gravest ${maxFindings} are told`;
    found.push({ kind: 'shortened', text });
  }
  return {
    version: file.version,
    file: file.file,
    checksum: checksumOf(file.bytes),
    statements: reading.statements,
    findings: gravest.toSorted(byPlace),
    ignored: [...ignored]
      .slice(0, maxFindings)
      .map(([{ finding }, reason]) => ({ ...finding, reason })),
    losses: reading.collected.flatMap(({ loss }) => loss ?? []).slice(0, maxFindings),
    work: reading.collected.flatMap(({ work }) => work ?? []),
    doubts: distinctDoubts(found, maxFindings),
    made: reading.made,
  };
}

function byLevel(a: ImpactFinding, b: ImpactFinding): number {
  return riskRank(b.level) - riskRank(a.level);
}

function byPlace(a: ImpactFinding, b: ImpactFinding): number {
  return a.statement - b.statement || byLevel(a, b);
}

function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readFile(
  file: ImpactFile,
  settings: AssessmentSettings,
  madeEarlier: ReadonlySet<string>,
): Reading {
  const { dialect = 'postgresql' } = settings;
  const decoded = decodeSource(file.bytes);
  if (!decoded.ok) {
    const broken = notParsed(file, settings, { index: 0, line: decoded.line }, decoded.message);
    return unread(broken);
  }
  return dialect === 'postgresql'
    ? readPostgres(file, settings, decoded.text, madeEarlier)
    : readOther(file, settings, dialect, decoded.text);
}

function unread(finding: CollectedFinding): Reading {
  return {
    collected: [finding],
    lines: [],
    comments: [],
    text: '',
    statements: 0,
    made: [],
    doubts: [],
  };
}

/** The assessment of a file that is not read, with the reason. */
export function notAssessedFile(
  file: Pick<ImpactFile, 'version' | 'file' | 'bytes'>,
  settings: AssessmentSettings,
  reason: string,
): FileAssessment {
  const doubt = doubts.notAssessed(`${file.file} is not assessed: ${reason}`);
  const said: RuleFinding = { message: `the file is not assessed: ${reason}`, objects: [], doubt };
  const place = { version: file.version, file: file.file, index: 0, line: 1 };
  const { finding } = collectFinding(ruleOf('not-assessed'), said, place, settings.facts);
  return {
    version: file.version,
    file: file.file,
    checksum: checksumOf(file.bytes),
    statements: 0,
    findings: [finding],
    ignored: [],
    losses: [],
    work: [],
    doubts: [doubt],
    made: [],
  };
}
