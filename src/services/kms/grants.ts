// Grants: who may do what with a key besides what policies say, and the tokens that stand for them.

import type { GrantListEntry } from "@aws-sdk/client-kms";
import { grantOf } from "../../iam/principals.ts";
import type { Principal } from "../../iam/principal.ts";
import type { ConditionValues } from "../../iam/authorization.ts";
import type { YardContext } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidGrantToken } from "./errors.ts";
import { keyArn, type Key } from "./keys.ts";
import type { GrantRecord } from "./records.ts";
import { listGrants } from "./repo.ts";
import { open, seal } from "./sealing.ts";

const TOKEN_LABEL = "grant-token";
const CONTEXT = "kms:EncryptionContext:";

/** A condition key of our own: which grant a call of RetireGrant is about, for only that one can allow it. */
export const RETIRED_GRANT = "stackyard:RetiredGrant";

/** The key's policy with a statement for each grant that lets the principal do this: so policies still bound a grant. */
export function policyWithGrants(
  tx: ReadTx,
  key: Key,
  principal: Principal,
  action: string,
  conditions: ConditionValues = {},
): string {
  const operation = action.slice("kms:".length);
  const statements: unknown[] = [];
  for (const grant of listGrants(tx, key.scope, key.record.keyId)) {
    if (operation === "RetireGrant" && conditions[RETIRED_GRANT] !== grant.grantId) continue;
    const grantee = granteeFor(grant, operation, principal);
    if (grantee === undefined || !meetsConstraints(grant, operation, principal, conditions)) continue;
    statements.push({
      Sid: `grant ${grant.grantId}`,
      Effect: "Allow",
      Principal: grantee,
      Action: action,
      Resource: "*",
    });
  }
  if (statements.length === 0) return key.record.policy;
  const policy = JSON.parse(key.record.policy) as { Statement: unknown };
  return JSON.stringify({ ...policy, Statement: [policy.Statement, statements].flat() });
}

/** The grant's principal as a policy names it, if it is this one and the grant is for the operation. */
function granteeFor(grant: GrantRecord, operation: string, principal: Principal): object | undefined {
  const { granteePrincipal, retiringPrincipal, operations } = grant;
  const mayRetire = operation === "RetireGrant" && retiringPrincipal !== undefined;
  if (mayRetire && isNamed(retiringPrincipal, principal)) return principalElement(retiringPrincipal);
  return operations.some((each) => each === operation) && isNamed(granteePrincipal, principal)
    ? principalElement(granteePrincipal)
    : undefined;
}

/** True if a grant names the principal: itself, its role, or (the root user) its account. */
function isNamed(name: string, principal: Principal): boolean {
  const grant = grantOf(principalElement(name), principal);
  return grant === "direct" || grant === "role";
}

function principalElement(name: string): { AWS: string[] } | { Service: string[] } {
  return name.endsWith(".amazonaws.com") ? { Service: [name] } : { AWS: [name] };
}

/** AWS: "Grant operations" without an encryption context: its constraints do not bear on them. */
const WITHOUT_CONTEXT: ReadonlySet<string> = new Set(["CreateGrant", "DescribeKey", "RetireGrant"]);

/** AWS: GrantConstraints: the encryption context must be this one, or have these pairs; the source must be this one. */
function meetsConstraints(
  { constraints }: GrantRecord,
  operation: string,
  principal: Principal,
  conditions: ConditionValues,
): boolean {
  if (constraints === undefined || WITHOUT_CONTEXT.has(operation)) return true;
  const given = new Map(
    Object.entries(conditions).flatMap(([name, value]) =>
      name.startsWith(CONTEXT) ? [[name.slice(CONTEXT.length), value] as const] : [],
    ),
  );
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset, SourceArn: source } = constraints;
  const has = (pairs: Readonly<Record<string, string>>): boolean =>
    Object.entries(pairs).every(([name, value]) => given.get(name) === value);
  if (equal !== undefined && !(has(equal) && given.size === Object.keys(equal).length)) return false;
  if (subset !== undefined && !has(subset)) return false;
  return source === undefined || (principal.kind === "service" && principal.sourceArn === source);
}

/** The token of a grant. A grant counts here as soon as it is made, so a token is only needed to retire it. */
export function grantToken(yard: YardContext, key: Key, grantId: string): string {
  const text = JSON.stringify([key.arn, grantId]);
  return Buffer.from(seal(yard, TOKEN_LABEL, Buffer.from(text))).toString("base64");
}

/** What a token stands for; throws InvalidGrantTokenException. */
export function parseGrantToken(yard: YardContext, token: string): { arn: string; grantId: string } {
  const opened = open(yard, TOKEN_LABEL, Buffer.from(token, "base64"));
  if (opened === undefined) throw invalidGrantToken();
  const [arn = "", grantId = ""] = JSON.parse(Buffer.from(opened).toString()) as string[];
  return { arn, grantId };
}

/** Throws unless every token is one of this yard. */
export function requireGrantTokens(yard: YardContext, tokens: readonly string[] | undefined): void {
  for (const token of tokens ?? []) parseGrantToken(yard, token);
}

/** A grant as listings show it. */
export function grantView(grant: GrantRecord, key: Pick<Key, "scope">): GrantListEntry {
  return {
    KeyId: keyArn(key.scope, grant.keyId),
    GrantId: grant.grantId,
    ...(grant.name === undefined ? {} : { Name: grant.name }),
    CreationDate: new Date(grant.createdAtMs),
    ...principalMember("Grantee", grant.granteePrincipal),
    ...principalMember("Retiring", grant.retiringPrincipal),
    IssuingAccount: `arn:aws:iam::${grant.issuingAccount}:root`,
    Operations: [...grant.operations],
    ...(grant.constraints === undefined ? {} : { Constraints: grant.constraints }),
  };
}

function principalMember(part: "Grantee" | "Retiring", name: string | undefined): Record<string, string> {
  if (name === undefined) return {};
  return { [name.endsWith(".amazonaws.com") ? `${part}ServicePrincipal` : `${part}Principal`]: name };
}
