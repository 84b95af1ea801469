// What policies allow, compared. A policy is read as the evaluator reads it (evaluate.ts); where that asks one request, this asks all requests at once: each
// combination of action patterns, resource patterns and principals that there can be, under each combination of the conditions' outcomes.
//
// INVARIANT: the requests considered are all that there are, and some that cannot be (conditions are taken to be independent where nothing says
// otherwise). So what is not found here is not there; what is found here may be impossible. Held against the evaluator by property tests.

import { namedIn } from "../evaluate.ts";
import type { PolicyDocument, PolicyStatement } from "../policy.ts";
import type { Claimant } from "../principal.ts";
import type { Grant } from "../principals.ts";
import { implies, literalsOf, variableProposition, type Literal, type Proposition } from "./conditions.ts";
import { signatures } from "./signatures.ts";

/** LIMIT: outcomes of conditions that are tried are two to this power. */
const MOST_PROPOSITIONS = 12;

/** LIMIT: outcomes that are tried in one comparison, about a second of work. */
const MOST_OUTCOMES = 200_000;

/** How much a policy grants to somebody on its side: more than before is new access (see Grant). */
const LEVELS: Readonly<Record<Grant, number>> = { none: 0, account: 1, role: 2, direct: 3 };

/** A request's part that a question is about: patterns, any of which it matches. */
export interface Question {
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
}

export interface Comparison {
  /** Whose access is looked for. */
  readonly policy: PolicyDocument;
  /** What may be there already; without one, any access is too much. */
  readonly known?: PolicyDocument;
  readonly question?: Question;
  /** Who asks, for policies on the side of resources. Identity policies speak of one principal, and none is given. */
  readonly claimants?: readonly Claimant[];
  /** False for a proposition that does not hold for any of the claimants. */
  readonly canHold?: (proposition: Proposition) => boolean;
}

/** The positions of statements of the policy that allow what is looked for; "unknown" where that is too much to tell. */
export type Findings = ReadonlySet<number> | "unknown";

interface Statement {
  readonly isKnown: boolean;
  readonly index: number;
  readonly source: PolicyStatement;
  readonly hasVariables: boolean;
  readonly literals: readonly Literal[];
}

/** Finds the statements that allow more than is known. */
export function findAccess({ policy, known, question = {}, claimants, canHold = () => true }: Comparison): Findings {
  const statements = [...statementsOf(policy, false), ...(known === undefined ? [] : statementsOf(known, true))];
  const actionCases = actionsOf(statements, question.actions);
  const resourceCases = resourcesOf(statements, question.resources);
  const principalCases =
    claimants === undefined ? [statements.map(() => LEVELS.direct)] : gradesOf(statements, claimants);
  if (actionCases === undefined || resourceCases === undefined) return "unknown";

  const found = new Set<number>();
  const seen = new Set<string>();
  let outcomes = 0;
  for (const action of actionCases) {
    for (const resource of resourceCases) {
      for (const grades of principalCases) {
        const bearing = statements.flatMap((statement, at): Bearing[] => {
          const grade = grades[at] ?? 0;
          const about = resource[at];
          return grade === 0 || action[at] !== true || about === undefined ? [] : [{ statement, grade, about }];
        });
        const candidates = bearing.filter(({ statement }) => !statement.isKnown && statement.source.effect === "Allow");
        if (candidates.length === 0) continue;
        const key = bearing
          .map(
            ({ statement, grade, about }) => `${statement.isKnown ? "k" : "p"}${statement.index}.${grade}.${about.id}`,
          )
          .join();
        if (seen.has(key)) continue;
        seen.add(key);
        const open = openOf(bearing).filter(canHold);
        if (open.length > MOST_PROPOSITIONS) return "unknown";
        outcomes += 2 ** open.length;
        if (outcomes > MOST_OUTCOMES) return "unknown";
        for (const index of judge(bearing, open)) found.add(index);
      }
    }
  }
  return found;
}

function statementsOf({ version, statements }: PolicyDocument, isKnown: boolean): readonly Statement[] {
  const hasVariables = version === "2012-10-17";
  return statements.map((source, index) => ({
    isKnown,
    index,
    source,
    hasVariables,
    literals: literalsOf(source.condition, hasVariables),
  }));
}

/** For each kind of action: which statements are about it. Undefined where that cannot be told. */
function actionsOf(
  statements: readonly Statement[],
  asked: readonly string[] | undefined,
): readonly (readonly boolean[])[] | undefined {
  const patterns = new Patterns();
  const entries = statements.map(({ source }) =>
    (source.action ?? source.notAction ?? []).map((each) => patterns.add(each.toLowerCase())),
  );
  const wanted = asked?.map((each) => patterns.add(each.toLowerCase()));
  const cases = patterns.cases();
  if (cases === undefined) return undefined;
  return distinct(
    cases
      .filter((matches) => wanted?.some(matches) !== false)
      .map((matches) =>
        statements.map(({ source }, at) => (entries[at] ?? []).some(matches) === (source.action !== undefined)),
      ),
  );
}

/** That a statement is about a resource: always, or as its variables come out. */
interface About {
  readonly id: string;
  readonly isAlways: boolean;
  /** Any of them must hold, or none, in NotResource. */
  readonly variables: readonly Proposition[];
  readonly isNegative: boolean;
}

const ALWAYS: About = { id: "always", isAlways: true, variables: [], isNegative: false };

function resourcesOf(
  statements: readonly Statement[],
  asked: readonly string[] | undefined,
): readonly (readonly (About | undefined)[])[] | undefined {
  const patterns = new Patterns();
  const entries = statements.map(({ source, hasVariables }) =>
    (source.resource ?? source.notResource)?.map((text) => {
      const isVariable = hasVariables && text.includes("${");
      // Whatever a variable stands for, "*" does, too; whether it does is a proposition of its own.
      const pattern = isVariable ? text.replaceAll(/\$\{[^}]*\}/g, "*") : text;
      return { at: patterns.add(pattern), variable: isVariable ? variableProposition(text) : undefined };
    }),
  );
  const wanted = asked?.map((each) => patterns.add(each));
  const cases = patterns.cases();
  if (cases === undefined) return undefined;
  return distinct(
    cases
      .filter((matches) => wanted?.some(matches) !== false)
      .map((matches) =>
        statements.map(({ source }, index): About | undefined => {
          const matched = entries[index]?.filter(({ at }) => matches(at));
          // A statement that names no resource is about the one that has the policy.
          if (matched === undefined) return ALWAYS;
          const isNegative = source.resource === undefined;
          if (matched.some(({ variable }) => variable === undefined)) return isNegative ? undefined : ALWAYS;
          if (matched.length === 0) return isNegative ? ALWAYS : undefined;
          const variables = matched.flatMap(({ variable }) => variable ?? []);
          return {
            id: JSON.stringify([isNegative, variables.map(({ id }) => id)]),
            isAlways: false,
            variables,
            isNegative,
          };
        }),
      ),
  );
}

/** Patterns by number, each once. */
class Patterns {
  readonly #numbers = new Map<string, number>();

  add(pattern: string): number {
    const known = this.#numbers.get(pattern);
    if (known !== undefined) return known;
    this.#numbers.set(pattern, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** For each combination of patterns that a text can match: which these are. */
  cases(): readonly ((number: number) => boolean)[] | undefined {
    const found = signatures([...this.#numbers.keys()]);
    return found && [...found].map((signature) => (number) => signature.charAt(number) === "1");
  }
}

/** For each principal that the statements tell apart: how strongly each names it. */
function gradesOf(statements: readonly Statement[], claimants: readonly Claimant[]): readonly (readonly number[])[] {
  return distinct(claimants.map((claimant) => statements.map(({ source }) => LEVELS[namedIn(source, claimant)])));
}

function distinct<T>(cases: readonly T[]): readonly T[] {
  return [...new Map(cases.map((each) => [JSON.stringify(each), each])).values()];
}

/** A statement that is about a kind of request, by how it names the principal. */
interface Bearing {
  readonly statement: Statement;
  readonly grade: number;
  readonly about: About;
}

/** The propositions on which it depends whether the statements apply. */
function openOf(bearing: readonly Bearing[]): readonly Proposition[] {
  const propositions = new Map<string, Proposition>();
  for (const { statement, about } of bearing) {
    for (const { proposition } of statement.literals) propositions.set(proposition.id, proposition);
    for (const proposition of about.variables) propositions.set(proposition.id, proposition);
  }
  return [...propositions.values()];
}

/** Tries all outcomes of the conditions: which statements allow what is not known? */
function judge(bearing: readonly Bearing[], open: readonly Proposition[]): ReadonlySet<number> {
  const followings = open.flatMap((one, at) =>
    open.flatMap((other, index) => (index !== at && implies(one, other) ? [[at, index] as const] : [])),
  );

  const found = new Set<number>();
  for (let outcome = 0; outcome < 2 ** open.length; outcome += 1) {
    const isTrue = (index: number): boolean => ((outcome >> index) & 1) === 1;
    if (followings.some(([one, other]) => isTrue(one) && !isTrue(other))) continue;
    const holding = new Set(open.filter((_, index) => isTrue(index)).map(({ id }) => id));
    const applying = bearing.filter((each) => applies(each, holding));
    const before = levelOf(applying.filter(({ statement }) => statement.isKnown));
    const own = applying.filter(({ statement }) => !statement.isKnown);
    if (levelOf(own) <= before) continue;
    for (const { statement, grade } of own) {
      if (statement.source.effect === "Allow" && grade > before) found.add(statement.index);
    }
  }
  return found;
}

function applies({ statement, about }: Bearing, holding: ReadonlySet<string>): boolean {
  if (!about.isAlways && about.variables.some(({ id }) => holding.has(id)) === about.isNegative) return false;
  return statement.literals.every(({ proposition, isNegative }) => holding.has(proposition.id) !== isNegative);
}

function levelOf(applying: readonly Bearing[]): number {
  if (applying.some(({ statement }) => statement.source.effect === "Deny")) return 0;
  return Math.max(0, ...applying.map(({ grade }) => grade));
}
