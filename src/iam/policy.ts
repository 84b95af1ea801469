// The policy language: JSON text to a typed document, or the sentence in which AWS says what is wrong with it.
// AWS: "Grammar of the IAM JSON policy language".

/** Where a policy stands, which decides what it must and must not have. */
export type PolicyKind =
  /** Attached to a user, group or role, a boundary, a session policy or a service control policy: no Principal. */
  | "identity"
  /** Who may assume a role: Principal, no Resource. */
  | "trust"
  /** Attached to a resource: Principal and Resource. */
  | "resource";

export interface PolicyDocument {
  readonly version: "2012-10-17" | "2008-10-17";
  readonly id?: string;
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalElement;
  readonly notPrincipal?: PrincipalElement;
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly condition?: ConditionElement;
}

/** "*", or lists of principals by type. */
export type PrincipalElement =
  | "*"
  | {
      readonly AWS?: readonly string[];
      readonly Service?: readonly string[];
      readonly Federated?: readonly string[];
      readonly CanonicalUser?: readonly string[];
    };

/** Operator, then condition key, then values; numbers and booleans as text. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A policy that does not follow the grammar. Services turn it into their own error, such as MalformedPolicyDocument. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}

/** Without qualifiers ("ForAllValues:") and "IfExists". */
export const CONDITION_OPERATORS: ReadonlySet<string> = new Set([
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnNotEquals",
  "ArnLike",
  "ArnNotLike",
  "Null",
]);

/** What a statement may have. */
export const STATEMENT_FIELDS: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

const SYNTAX = "Syntax errors in policy.";

/** Parses and checks a policy; throws a PolicyError with AWS's sentence for the first thing that is wrong. */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const document = parseJson(text);
  for (const field of Object.keys(document)) {
    if (!["Version", "Id", "Statement"].includes(field)) throw new PolicyError(unknownField(kind, field));
  }
  const { Version: version = "2008-10-17", Id: id, Statement: statement } = document;
  if (version !== "2012-10-17" && version !== "2008-10-17") {
    throw new PolicyError(kind === "identity" ? "Policy document must be version 2012-10-17 or greater." : SYNTAX);
  }
  if (id !== undefined && typeof id !== "string") throw new PolicyError(SYNTAX);
  if (statement === undefined) throw new PolicyError(kind === "identity" ? SYNTAX : "Missing required field Statement");
  const list = Array.isArray(statement) ? statement : [statement];
  if (list.length === 0) throw new PolicyError(kind === "identity" ? SYNTAX : "Empty statement list");

  const statements = list.map((item) => parseStatement(item, kind));
  const sids = statements.flatMap(({ sid }) => (sid === undefined || sid === "" ? [] : [sid]));
  if (new Set(sids).size !== sids.length) {
    throw new PolicyError("Statement IDs (SID) in a single policy must be unique.");
  }
  return { version, ...(id === undefined ? {} : { id }), statements };
}

/** A statement as far as it can be read: one that cannot be is known by its effect alone. */
export type ReadStatement = PolicyStatement | { readonly unreadable: "Allow" | "Deny" };

/**
 * Reads a stored policy for evaluation. It was checked by its service when it was stored, which may have been less
 * strict than IAM; so only what an evaluation needs is asked for here, statement by statement.
 */
export function readPolicy(text: string): {
  readonly version: PolicyDocument["version"];
  readonly statements: readonly ReadStatement[];
} {
  const { Version: version, Statement: statement } = parseJson(text);
  const list: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return {
    version: version === "2012-10-17" ? version : "2008-10-17",
    statements: list.map((item): ReadStatement => {
      if (!isObject(item)) return { unreadable: "Deny" };
      try {
        const read = readStatement(item, "resource");
        return read.action === undefined && read.notAction === undefined ? { unreadable: read.effect } : read;
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        return { unreadable: item["Effect"] === "Allow" ? "Allow" : "Deny" };
      }
    }),
  };
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PolicyError("This policy contains invalid Json", { cause });
  }
  if (!isObject(value)) throw new PolicyError(SYNTAX);
  return value;
}

function parseStatement(value: unknown, kind: PolicyKind): PolicyStatement {
  if (!isObject(value)) throw new PolicyError(SYNTAX);
  for (const field of Object.keys(value)) {
    if (!STATEMENT_FIELDS.has(field)) throw new PolicyError(unknownField(kind, field));
  }
  const statement = readStatement(value, kind);
  const { sid, action, notAction, resource, notResource, principal, notPrincipal } = statement;
  // AWS: identity policies take only letters and digits; services' own policies also spaces and punctuation.
  if (kind === "identity" && sid !== undefined && !/^[A-Za-z0-9]*$/.test(sid)) {
    throw new PolicyError(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  requireActions(action, notAction, kind);
  requirePrincipal(principal, notPrincipal, kind);
  requireResources(resource, notResource, kind);
  return statement;
}

/** The statement's parts by their types, without asking what the kind of policy requires. */
function readStatement(value: Record<string, unknown>, kind: PolicyKind): PolicyStatement {
  const { Sid: sid, Effect: effect } = value;
  if (sid !== undefined && typeof sid !== "string") throw new PolicyError(SYNTAX);
  if (effect === undefined) throw new PolicyError(kind === "identity" ? SYNTAX : "Missing required field Effect");
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyError(kind === "identity" ? SYNTAX : `Invalid effect: ${JSON.stringify(effect)}`);
  }
  const action = parseList(value["Action"]);
  const notAction = parseList(value["NotAction"]);
  const resource = parseList(value["Resource"]);
  const notResource = parseList(value["NotResource"]);
  const principal = parsePrincipal(value["Principal"]);
  const notPrincipal = parsePrincipal(value["NotPrincipal"]);
  const condition = parseCondition(value["Condition"], kind);
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    ...(principal === undefined ? {} : { principal }),
    ...(notPrincipal === undefined ? {} : { notPrincipal }),
    ...(action === undefined ? {} : { action }),
    ...(notAction === undefined ? {} : { notAction }),
    ...(resource === undefined ? {} : { resource }),
    ...(notResource === undefined ? {} : { notResource }),
    ...(condition === undefined ? {} : { condition }),
  };
}

function requireActions(
  action: readonly string[] | undefined,
  notAction: readonly string[] | undefined,
  kind: PolicyKind,
): void {
  if (action !== undefined && notAction !== undefined) throw new PolicyError(SYNTAX);
  const actions = action ?? notAction;
  if (actions === undefined || actions.length === 0) {
    throw new PolicyError(
      kind === "identity" ? "Policy statement must contain actions." : "Missing required field Action",
    );
  }
  for (const name of actions) {
    if (name === "*") continue;
    const colon = name.indexOf(":");
    if (colon <= 0) {
      throw new PolicyError("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    const vendor = name.slice(0, colon);
    if (!/^[A-Za-z0-9*?-]+$/.test(vendor)) throw new PolicyError(`Vendor ${vendor} is not valid`);
    if (kind === "trust" && vendor.toLowerCase() !== "sts") {
      throw new PolicyError("AssumeRole policy may only specify STS AssumeRole actions.");
    }
  }
}

function requirePrincipal(
  principal: PrincipalElement | undefined,
  notPrincipal: PrincipalElement | undefined,
  kind: PolicyKind,
): void {
  if (principal !== undefined && notPrincipal !== undefined) throw new PolicyError(SYNTAX);
  const isGiven = principal !== undefined || notPrincipal !== undefined;
  if (kind === "identity" && isGiven) throw new PolicyError("Policy document should not specify a principal.");
  if (kind !== "identity" && !isGiven) throw new PolicyError("Missing required field Principal");
  if (kind === "trust" && notPrincipal !== undefined) throw new PolicyError("Has prohibited field NotPrincipal");
  const element = principal ?? notPrincipal ?? "*";
  if (element === "*") return;
  for (const [type, names] of Object.entries(element)) {
    for (const name of names) {
      if (!isPrincipalName(type, name)) throw new PolicyError(`Invalid principal in policy: "${type}":"${name}"`);
    }
  }
}

function requireResources(
  resource: readonly string[] | undefined,
  notResource: readonly string[] | undefined,
  kind: PolicyKind,
): void {
  if (resource !== undefined && notResource !== undefined) throw new PolicyError(SYNTAX);
  const resources = resource ?? notResource;
  if (kind === "trust") {
    if (resources !== undefined) {
      throw new PolicyError(`Has prohibited field ${resource === undefined ? "NotResource" : "Resource"}`);
    }
    return;
  }
  // Policies on resources may leave Resource out where there is only one thing it could be; the service decides.
  if (kind === "resource") return;
  if (resources === undefined || resources.length === 0) {
    throw new PolicyError("Policy statement must contain resources.");
  }
  for (const name of resources) {
    if (name !== "*" && !name.startsWith("arn:") && !name.startsWith("*")) {
      throw new PolicyError(`Resource ${name} must be in ARN format or "*".`);
    }
    if (name.startsWith("arn:") && name.split(":").length < 6 && !name.endsWith("*")) {
      throw new PolicyError("The policy failed legacy parsing");
    }
  }
}

function parsePrincipal(value: unknown): PrincipalElement | undefined {
  if (value === undefined) return undefined;
  if (value === "*") return "*";
  if (!isObject(value)) throw new PolicyError(`Invalid principal in policy: ${JSON.stringify(value)}`);
  const element: Partial<Record<"AWS" | "Service" | "Federated" | "CanonicalUser", readonly string[]>> = {};
  for (const [type, names] of Object.entries(value)) {
    if (type !== "AWS" && type !== "Service" && type !== "Federated" && type !== "CanonicalUser") {
      throw new PolicyError(`Invalid principal in policy: ${JSON.stringify(type)}`);
    }
    element[type] = parseList(names) ?? [];
  }
  if (Object.keys(element).length === 0) throw new PolicyError(SYNTAX);
  return element;
}

// AWS: "AWS JSON policy elements: Principal": no wildcards within a name or ARN.
function isPrincipalName(type: string, name: string): boolean {
  if (type === "Service") return /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(name);
  if (type !== "AWS") return name !== "";
  return (
    name === "*" ||
    /^\d{12}$/.test(name) ||
    /^A[A-Z0-9]{15,}$/.test(name) ||
    // AWS: an origin access identity of CloudFront, as old distributions have it.
    /^arn:aws:iam::cloudfront:user\/CloudFront Origin Access Identity [A-Z0-9]+$/.test(name) ||
    /^arn:[a-z-]+:(?:iam|sts)::\d{12}:(?:root|user\/[^*?]+|role\/[^*?]+|assumed-role\/[^*?]+|federated-user\/[^*?]+)$/.test(
      name,
    )
  );
}

function parseCondition(value: unknown, kind: PolicyKind): ConditionElement | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new PolicyError(SYNTAX);
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(value)) {
    const plain = operator.replace(/^(?:ForAllValues|ForAnyValue):/, "").replace(/IfExists$/, "");
    if (!CONDITION_OPERATORS.has(plain) || operator === "NullIfExists") {
      throw new PolicyError(kind === "identity" ? SYNTAX : `Invalid Condition type : ${operator}`);
    }
    if (!isObject(keys)) throw new PolicyError(SYNTAX);
    const block: Record<string, readonly string[]> = {};
    for (const [key, values] of Object.entries(keys)) {
      if (!/^[^:]+:.+/.test(key)) {
        throw new PolicyError("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      block[key] = parseValues(values);
    }
    condition[operator] = block;
  }
  return condition;
}

function parseList(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== "string") throw new PolicyError(SYNTAX);
    return item;
  });
}

/** Condition values may also be numbers and booleans; operators read them as text. */
function parseValues(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== "string" && typeof item !== "number" && typeof item !== "boolean")
      throw new PolicyError(SYNTAX);
    return String(item);
  });
}

function unknownField(kind: PolicyKind, field: string): string {
  return kind === "identity" ? SYNTAX : `Unknown field ${field}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
