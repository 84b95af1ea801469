// What AWS's policy checks say of the policies inside of a template, at their lines. Intrinsic functions are values that nobody knows yet: what a
// finding could owe to one is not told, so that what is told is true whatever they come to.

import { validatePolicy, type Finding, type PolicyType } from "../../../iam/validation/validate.ts";
import type { SourcePosition } from "../../../kernel/diagnostics.ts";
import type { Positions } from "../template/parse.ts";
import type { ResourceDeclaration } from "../template/template.ts";
import { isRecord } from "../template/values.ts";

/** A finding of IAM Access Analyzer's ValidatePolicy about a policy of a resource. */
export interface PolicyFinding {
  readonly logicalId: string;
  /** Of the finding: "PolicyDocument.Statement[0].Action". */
  readonly path: string;
  readonly severity: "error" | "security-warning";
  /** AWS's code: "INVALID_ACTION". */
  readonly code: string;
  readonly details: string;
  readonly learnMoreLink: string;
  readonly position?: SourcePosition;
}

interface PolicyPlace {
  readonly type: PolicyType;
  /** What ValidatePolicy takes as the type of the policy's resource. */
  readonly resourceType?: string;
}

const IDENTITY: PolicyPlace = { type: "IDENTITY_POLICY" };
const RESOURCE: PolicyPlace = { type: "RESOURCE_POLICY" };

/** Where resources have policies: "[]" is each item of a list. */
const PLACES: Readonly<Record<string, Readonly<Record<string, PolicyPlace>>>> = {
  "AWS::ApiGateway::RestApi": { Policy: RESOURCE },
  "AWS::DynamoDB::Table": {
    "ResourcePolicy.PolicyDocument": { type: "RESOURCE_POLICY", resourceType: "AWS::DynamoDB::Table" },
  },
  "AWS::ECR::Repository": { RepositoryPolicyText: RESOURCE },
  "AWS::IAM::Group": { "Policies.[].PolicyDocument": IDENTITY },
  "AWS::IAM::GroupPolicy": { PolicyDocument: IDENTITY },
  "AWS::IAM::ManagedPolicy": { PolicyDocument: IDENTITY },
  "AWS::IAM::Policy": { PolicyDocument: IDENTITY },
  "AWS::IAM::Role": {
    AssumeRolePolicyDocument: { type: "RESOURCE_POLICY", resourceType: "AWS::IAM::AssumeRolePolicyDocument" },
    "Policies.[].PolicyDocument": IDENTITY,
  },
  "AWS::IAM::RolePolicy": { PolicyDocument: IDENTITY },
  "AWS::IAM::User": { "Policies.[].PolicyDocument": IDENTITY },
  "AWS::IAM::UserPolicy": { PolicyDocument: IDENTITY },
  "AWS::KMS::Key": { KeyPolicy: RESOURCE },
  "AWS::S3::BucketPolicy": { PolicyDocument: { type: "RESOURCE_POLICY", resourceType: "AWS::S3::Bucket" } },
  "AWS::SNS::TopicPolicy": { PolicyDocument: RESOURCE },
  "AWS::SQS::QueuePolicy": { PolicyDocument: RESOURCE },
  "AWS::SecretsManager::ResourcePolicy": { ResourcePolicy: RESOURCE },
};

/** Findings that follow from the one text that they point at, whatever else its statement says. */
const LOCAL =
  /^(?:INVALID_(?:ACTION|SERVICE_IN_ACTION|EFFECT|VERSION|ARN_\w+|PARTITION|GLOBAL_CONDITION_KEY|CONDITION_KEY_FORMAT|DATE_VALUE|PRINCIPAL_FORMAT|SERVICE_PRINCIPAL_FORMAT|(?:ROLE|USER)_REFERENCE)|MISSING_ARN_\w+|ARN_\w+_NOT_ALLOWED|TYPE_MISMATCH_\w+|DATA_TYPE_MISMATCH|EMPTY_VARIABLE|MISSING_BRACE_IN_VARIABLE|MISSING_QUOTE_IN_VARIABLE)$/;

const SEVERITIES: Readonly<Record<string, PolicyFinding["severity"]>> = {
  ERROR: "error",
  SECURITY_WARNING: "security-warning",
};

type Path = readonly (string | number)[];

/** The errors and security warnings of a resource's policies. */
export function checkPolicies({ logicalId, typeName, properties }: ResourceDeclaration, positions: Positions) {
  const places = Object.hasOwn(PLACES, typeName) ? PLACES[typeName] : undefined;
  return Object.entries(places ?? {}).flatMap(([place, kind]) =>
    documentsAt(properties, place.split(".")).flatMap((path) =>
      checkDocument({ logicalId, properties, positions }, path, kind),
    ),
  );
}

/** The paths of what is written at a place, as far as it is written out. */
function documentsAt(value: unknown, [step, ...others]: readonly string[], path: Path = []): readonly Path[] {
  if (step === undefined) return value === undefined || isIntrinsic(value) ? [] : [path];
  if (step === "[]") {
    return Array.isArray(value) ? value.flatMap((item, index) => documentsAt(item, others, [...path, index])) : [];
  }
  return isRecord(value) && !isIntrinsic(value) ? documentsAt(value[step], others, [...path, step]) : [];
}

interface Checked {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly positions: Positions;
}

function checkDocument({ logicalId, properties, positions }: Checked, at: Path, { type, resourceType }: PolicyPlace) {
  const document = valueAt(properties, at);
  // A text is somebody else's JSON: its lines are not the template's.
  if (!isRecord(document)) return [];
  const unknown: Path[] = [];
  const text = JSON.stringify(known(document, [], unknown));
  return validatePolicy(text, type, resourceType).flatMap((finding): PolicyFinding[] => {
    const severity = SEVERITIES[finding.findingType];
    const [path = []] = pathsOf(finding);
    if (severity === undefined || mayBeOtherwise(finding, unknown)) return [];
    const position = positionOf(properties, [...at, ...path], positions);
    return [
      {
        logicalId,
        path: textOf([...at, ...path]),
        severity,
        code: finding.issueCode,
        details: finding.findingDetails,
        learnMoreLink: finding.learnMoreLink,
        ...(position === undefined ? {} : { position }),
      },
    ];
  });
}

/** True if the finding may owe anything to what is not known. */
function mayBeOtherwise(finding: Finding, unknown: readonly Path[]): boolean {
  if (unknown.length === 0) return false;
  const paths = pathsOf(finding);
  if (unknown.some((each) => paths.some((path) => startsWith(path, each)))) return true;
  // What "${" means, the version says.
  if (finding.issueCode.includes("VARIABLE") && unknown.some(([name]) => name === "Version")) return true;
  const isLocal = LOCAL.test(finding.issueCode);
  return unknown.some((each) =>
    paths.some((path) => (isLocal ? startsWith(each, path) : startsWith(each, statementOf(path)))),
  );
}

/** The statement that a path is in; all of the policy, if it is in none. */
function statementOf(path: Path): Path {
  if (path[0] !== "Statement") return [];
  return typeof path[1] === "number" ? path.slice(0, 2) : path.slice(0, 1);
}

function pathsOf({ locations }: Finding): readonly Path[] {
  return locations.map(({ path }) =>
    path.flatMap((step): Path => {
      if ("substring" in step) return [];
      if ("index" in step) return [step.index];
      return ["key" in step ? step.key : step.value];
    }),
  );
}

/** Stands where something stands that nobody knows yet. */
const UNKNOWN = "*";

/** The value with a word in place of each intrinsic function, whose path goes to `unknown`. */
function known(value: unknown, path: Path, unknown: Path[]): unknown {
  if (isIntrinsic(value) || (typeof value === "string" && value.includes("{{resolve:"))) {
    unknown.push(path);
    return UNKNOWN;
  }
  if (Array.isArray(value)) return value.map((item, index) => known(item, [...path, index], unknown));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, known(member, [...path, name], unknown)]),
  );
}

function isIntrinsic(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && (name === "Ref" || name.startsWith("Fn::"));
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((owner, step) => memberOf(owner, step), value);
}

function memberOf(owner: unknown, step: string | number): unknown {
  if (Array.isArray(owner)) return typeof step === "number" ? (owner as readonly unknown[])[step] : undefined;
  return isRecord(owner) ? owner[step] : undefined;
}

/** The place of the innermost part that has one. */
function positionOf(properties: object, path: Path, positions: Positions): SourcePosition | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const owner = valueAt(properties, path.slice(0, length - 1));
    const found = typeof owner === "object" && owner !== null ? positions.of(owner, path[length - 1]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "PolicyDocument.Statement[0].Action" */
function textOf(path: Path): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}
