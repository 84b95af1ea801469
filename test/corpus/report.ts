// What a run found: a line for each template while it goes, and docs/corpus.md at its end. Sorted, and without anything that changes from run to
// run, so that the page changes only when the truth does.

import type { Outcome, Step } from "./lifecycle.ts";
import { STEPS } from "./lifecycle.ts";
import { WRONG_BY_THEMSELVES } from "./wrong-by-themselves.ts";

/** One template in a line: the step that it failed at and why, or that it came through. */
export function lineOf(outcome: Outcome): string {
  const failed = failuresOf(outcome);
  if (failed.length === 0) return `ok    ${outcome.name}`;
  return `FAIL  ${outcome.name}: ${failed.map(({ step, why }) => `${step}: ${why}`).join("; ")}`;
}

/** Whether the template came all its way. */
export function isWhole({ steps }: Outcome): boolean {
  return STEPS.every((step) => steps.get(step)?.length === 0);
}

/** The page. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const sorted = [...outcomes].sort((one, other) => (one.name < other.name ? -1 : 1));
  const whole = sorted.filter(isWhole).length;
  return `# Public templates

What becomes of ${sorted.length} public templates, most of them from AWS's serverless patterns. \`npm run test:corpus\` sends each all its way, in an account of its own, and
writes this page: ${whole} come through whole. Code that only their authors have is replaced by a handler that answers, parameters without a default get what an
account would have (a VPC, a bucket, a certificate), and so do defaults that are blanks to be filled in.

| step | what is held | pass | fail | not reached |
| --- | --- | --: | --: | --: |
${STEPS.map((step) => `| ${step} | ${MEANING[step]} | ${countsOf(step, sorted).join(" | ")} |`).join("\n")}

## What is missing

${missingTable(sorted)}

## Every template that fails

| template | step | why |
| --- | --- | --- |
${sorted.flatMap((outcome) => failuresOf(outcome).map((failure) => rowOf(outcome.name, failure))).join("\n")}
`;
}

const MEANING: Readonly<Record<Step, string>> = {
  transform: "the SAM transform makes what AWS's reference translator makes",
  validate: "`ValidateTemplate` takes it",
  create: "the stack is created",
  update: "a stack tag and a new description reach it",
  drift: "no resource differs from its template",
  delete: "the stack is deleted",
  leftovers: "the account has no record more than before, but for what the template retains and AWS keeps, too",
};

function countsOf(step: Step, outcomes: readonly Outcome[]): readonly number[] {
  const results = outcomes.map(({ steps }) => steps.get(step));
  const pass = results.filter((reasons) => reasons?.length === 0).length;
  const fail = results.filter((reasons) => reasons !== undefined && reasons.length > 0).length;
  return [pass, fail, results.length - pass - fail];
}

interface Failure {
  readonly step: Step;
  readonly why: string;
}

function failuresOf({ name, steps }: Outcome): readonly Failure[] {
  return STEPS.flatMap((step) => {
    const reasons = steps.get(step) ?? [];
    if (reasons.length === 0) return [];
    const known = WRONG_BY_THEMSELVES[name];
    const why = sentenceOf(reasons);
    return [{ step, why: known === undefined ? why : `${why} The template is wrong by itself: ${known}` }];
  });
}

/** What this cloud lacks, by the words in which it refuses. */
const MISSING: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["resource types", /Resource type (?<name>\S+) of resource \S+ is not supported by this cloud yet/],
  ["properties", /Property (?<property>\S+) of resource \S+ \((?<type>\S+)\) is not supported by this cloud yet/],
  ["SAM types", /The type (?<name>AWS::Serverless::\S+) is not supported by this cloud yet/],
  ["SAM events", /The event type (?<name>\S+) is not supported by this cloud yet/],
];

function missingIn(reason: string): { what: string; name: string } | undefined {
  for (const [what, pattern] of MISSING) {
    const groups = pattern.exec(reason)?.groups;
    if (groups !== undefined) return { what, name: groups["name"] ?? `${groups["type"]}.${groups["property"]}` };
  }
  return undefined;
}

/** Whatever is missing is named once; other reasons stand in their own words. */
function sentenceOf(reasons: readonly string[]): string {
  const missing = new Map<string, Set<string>>();
  const words: string[] = [];
  for (const reason of reasons) {
    const found = missingIn(reason);
    if (found === undefined) words.push(reason.replace(/ \([^ ]+\.json:\d+:\d+\)$/, "").replace(/\.?$/, "."));
    else missing.set(found.what, (missing.get(found.what) ?? new Set()).add(found.name));
  }
  const names = [...missing].map(([what, found]) => `${what} not there: ${[...found].sort().join(", ")}.`);
  return [...names, ...words].join(" ");
}

function missingTable(outcomes: readonly Outcome[]): string {
  const templates = new Map<string, Set<string>>();
  for (const { name, steps } of outcomes)
    for (const reason of [...steps.values()].flat()) {
      const found = missingIn(reason);
      if (found === undefined) continue;
      const key = `${found.what} | ${found.name}`;
      templates.set(key, (templates.get(key) ?? new Set()).add(name));
    }
  const rows = [...templates].sort(([one, { size }], [other, { size: otherSize }]) =>
    size === otherSize ? (one < other ? -1 : 1) : otherSize - size,
  );
  return [
    "| kind | name | templates |",
    "| --- | --- | --: |",
    ...rows.map(([key, { size }]) => `| ${key} | ${size} |`),
  ].join("\n");
}

function rowOf(name: string, { step, why }: Failure): string {
  return `| ${name} | ${step} | ${why.replaceAll("|", "\\|").replaceAll("<", "&lt;")} |`;
}
