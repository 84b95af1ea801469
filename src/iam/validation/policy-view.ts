// A policy as the checks look at it: its parts with their places, as far as they have the form that they should have, and a list for what is found.

import { lineAndColumn, memberOf, type LocatedMember, type LocatedValue } from "../located-json.ts";
import { ISSUES, learnMoreLink, type FindingType, type IssueCode } from "./catalogue.ts";

export type PolicyType = "IDENTITY_POLICY" | "RESOURCE_POLICY" | "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/** A step into a document: to a member's value, to the member's name itself, to an item, into a text. */
export type Step =
  | { readonly value: string }
  | { readonly key: string }
  | { readonly index: number }
  | { readonly substring: { readonly start: number; readonly length: number } };

/** A part of the text, and how one gets there. */
export interface Place {
  readonly path: readonly Step[];
  readonly start: number;
  readonly end: number;
}

/** AWS: lines count from 1, columns and offsets from 0 (Position, Access Analyzer API reference). */
interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Finding {
  readonly findingType: FindingType;
  readonly issueCode: IssueCode;
  readonly findingDetails: string;
  readonly learnMoreLink: string;
  readonly locations: readonly {
    readonly path: Step[];
    readonly span: { readonly start: Position; readonly end: Position };
  }[];
}

/** A value with its place. */
export interface Part extends Place {
  readonly value: LocatedValue;
}

/** A text with its place. */
export interface TextPart extends Part {
  readonly text: string;
}

/** One principal: "*" alone has no key. */
export interface PrincipalPart extends TextPart {
  readonly key: string | undefined;
}

/** One key of a condition block. */
export interface ConditionPart extends Place {
  /** As written: "ForAllValues:StringLikeIfExists". */
  readonly operator: string;
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  /** Without quantifier and suffix. */
  readonly plain: string;
  readonly isIfExists: boolean;
  readonly key: string;
  /** The place of the key's name. */
  readonly name: Place;
  /** Texts, numbers and truth values, as text. */
  readonly values: readonly TextPart[];
  readonly value: LocatedValue;
}

export interface StatementView extends Part {
  readonly index: number;
  readonly effect: "Allow" | "Deny" | undefined;
  readonly element: (name: string) => Part | undefined;
  /** The entries of Action, NotAction, Resource, NotResource that are texts. */
  readonly texts: (name: "Action" | "NotAction" | "Resource" | "NotResource") => readonly TextPart[];
  readonly principals: readonly PrincipalPart[];
  readonly notPrincipals: readonly PrincipalPart[];
  readonly conditions: readonly ConditionPart[];
}

export interface PolicyView {
  readonly text: string;
  readonly root: Part;
  readonly type: PolicyType;
  /** AWS::S3::Bucket, AWS::IAM::AssumeRolePolicyDocument, ...: of a resource policy, where it was said. */
  readonly resourceType: string | undefined;
  readonly hasVariables: boolean;
  readonly statements: readonly StatementView[];
}

/** Takes down what a check finds. */
export type Report = (
  code: IssueCode,
  places: Place | readonly Place[],
  facts?: Readonly<Record<string, string>>,
) => void;

export type Check = (policy: PolicyView, report: Report) => void;

/** A list of findings, and how to add one. */
export function startReport(text: string): { readonly findings: Finding[]; readonly report: Report } {
  const findings: Finding[] = [];
  const positionOf = (offset: number): Position => {
    const { line, column } = lineAndColumn(text, offset);
    return { line: line + 1, column, offset };
  };
  return {
    findings,
    report(code, places, facts = {}) {
      const issue = ISSUES.get(code);
      if (issue === undefined) return;
      findings.push({
        findingDetails: issue.sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole),
        findingType: issue.type,
        issueCode: code,
        learnMoreLink: learnMoreLink(code, issue.type),
        locations: ("path" in places ? [places] : places).map(({ path, start, end }) => ({
          path: [...path],
          span: { start: positionOf(start), end: positionOf(end) },
        })),
      });
    },
  };
}

/** Makes the view of a document that is an object. */
export function viewPolicy(
  text: string,
  root: LocatedValue,
  type: PolicyType,
  resourceType: string | undefined,
): PolicyView {
  const version = memberOf(root, "Version")?.value;
  const statement = memberOf(root, "Statement")?.value;
  const path: readonly Step[] = [{ value: "Statement" }];
  const parts: readonly Part[] =
    statement === undefined ? [] : itemsOf({ value: statement, path, start: statement.start, end: statement.end });
  return {
    text,
    root: { value: root, path: [], start: root.start, end: root.end },
    type,
    resourceType,
    hasVariables: version?.kind === "string" && version.value === "2012-10-17",
    statements: parts.flatMap((part, index) => (part.value.kind === "object" ? [viewStatement(part, index)] : [])),
  };
}

function viewStatement(part: Part, index: number): StatementView {
  const element = (name: string): Part | undefined => partOf(part, memberOf(part.value, name));
  const effect = element("Effect")?.value;
  const textsOf = (name: string): readonly TextPart[] => textsIn(element(name));
  return {
    ...part,
    index,
    effect:
      effect?.kind === "string" && (effect.value === "Allow" || effect.value === "Deny") ? effect.value : undefined,
    element,
    texts: textsOf,
    principals: principalsIn(element("Principal")),
    notPrincipals: principalsIn(element("NotPrincipal")),
    conditions: conditionsIn(element("Condition")),
  };
}

function principalsIn(part: Part | undefined): readonly PrincipalPart[] {
  if (part === undefined) return [];
  if (part.value.kind === "string") return [{ ...part, text: part.value.value, key: undefined }];
  if (part.value.kind !== "object") return [];
  return part.value.members.flatMap((member) =>
    textsIn(partOf(part, member)).map((each) => ({ ...each, key: member.name })),
  );
}

function conditionsIn(part: Part | undefined): readonly ConditionPart[] {
  if (part?.value.kind !== "object") return [];
  return part.value.members.flatMap((operator) => {
    const block = partOf(part, operator);
    if (block?.value.kind !== "object") return [];
    const [, quantifier, plain = operator.name, ifExists] =
      /^(ForAllValues|ForAnyValue)?:?(.*?)(IfExists)?$/.exec(operator.name) ?? [];
    return block.value.members.map((member): ConditionPart => {
      const value = {
        value: member.value,
        path: [...block.path, { value: member.name }],
        start: member.value.start,
        end: member.value.end,
      };
      return {
        ...value,
        operator: operator.name,
        quantifier: quantifier === "ForAllValues" || quantifier === "ForAnyValue" ? quantifier : undefined,
        plain,
        isIfExists: ifExists !== undefined,
        key: member.name,
        name: { path: [...block.path, { key: member.name }], start: member.nameStart, end: member.nameEnd },
        values: itemsOf(value).flatMap((item) => {
          const text = scalarText(item.value);
          return text === undefined ? [] : [{ ...item, text }];
        }),
      };
    });
  });
}

function scalarText(value: LocatedValue): string | undefined {
  return value.kind === "string" || value.kind === "number" || value.kind === "boolean"
    ? String(value.value)
    : undefined;
}

/** A member's value as a part. */
export function partOf(parent: Part, member: LocatedMember | undefined): Part | undefined {
  return (
    member && {
      value: member.value,
      path: [...parent.path, { value: member.name }],
      start: member.value.start,
      end: member.value.end,
    }
  );
}

/** An array's items, or the value itself. */
export function itemsOf(part: Part): readonly Part[] {
  if (part.value.kind !== "array") return [part];
  return part.value.items.map((value, index) => ({
    value,
    path: [...part.path, { index }],
    start: value.start,
    end: value.end,
  }));
}

function textsIn(part: Part | undefined): readonly TextPart[] {
  return part === undefined
    ? []
    : itemsOf(part).flatMap((item) => (item.value.kind === "string" ? [{ ...item, text: item.value.value }] : []));
}
