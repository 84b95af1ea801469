// What a simulation is asked with: checked, and read into what the evaluator knows. AWS: SimulateCustomPolicy and SimulatePrincipalPolicy (IAM
// API reference); wordings where a source is named, others are ours.

import type { ContextEntry } from "@aws-sdk/client-iam";
import type { ConditionValue, ConditionValues, NamedPolicy } from "../../../iam/authorization.ts";
import { arnOf } from "../../../iam/directory/names.ts";
import type { EntityKind } from "../../../iam/directory/repo.ts";
import type { Principal } from "../../../iam/principal.ts";
import { formatArn, parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId } from "../../../kernel/ids.ts";
import { requireDocument } from "../documents.ts";
import { invalidInput } from "../errors.ts";

/** Documents of an input list, checked, with AWS's names: "PolicyInputList.1". */
export function namedDocuments(list: string, documents: readonly string[]): readonly NamedPolicy[] {
  return documents.map((document, index) => {
    requireSound(document, "identity");
    return { name: `${list}.${index + 1}`, document };
  });
}

/** The one boundary that an input may give. AWS: "You can input only one permissions boundary". */
export function boundaryOf(documents: readonly string[] = []): NamedPolicy | undefined {
  if (documents.length > 1) throw invalidInput("Only one permissions boundary policy can be specified.");
  return namedDocuments("PermissionsBoundaryPolicyInputList", documents)[0];
}

/** AWS: SimulateCustomPolicy: a document that is none is InvalidInput; the simulator knows no MalformedPolicyDocument. */
export function requireSound(document: string, kind: Parameters<typeof requireDocument>[1]): void {
  try {
    requireDocument(document, kind);
  } catch (error) {
    if (error instanceof AwsError && error.code === "MalformedPolicyDocument") throw invalidInput(error.message);
    throw error;
  }
}

/**
 * AWS: "Each operation must include the service identifier", and "does not support using wildcards". That there is such an action is not asked:
 * recorded answers decide on names that no service has.
 */
export function requireActions(actions: readonly string[]): void {
  for (const action of actions) {
    if (/[*?]/.test(action) || !/^[^:]+:[^:]+$/.test(action)) throw invalidInput(`Invalid Action Name: ${action}`);
  }
}

/** The account of a ResourceOwner. AWS: boto/botocore#1346 has the sentence. */
export function ownerOf(owner: string | undefined): string | undefined {
  if (owner === undefined) return undefined;
  const account = /^arn:[^:]+:iam::(\d{12}):root$/.exec(owner)?.[1];
  if (account === undefined) throw invalidInput(`'${owner}' is not a valid as a Resource Owner.`);
  return account;
}

/** Values of context keys; a list where there are several, or where the entry says that it is one. */
export function contextOf(entries: readonly ContextEntry[] = []): ConditionValues {
  return Object.fromEntries(
    entries.map(
      ({ ContextKeyName: key, ContextKeyValues: values = [], ContextKeyType: type }): [string, ConditionValue] => {
        if (key === undefined) throw invalidInput("A context entry needs a ContextKeyName.");
        const [first] = values;
        return [key, values.length === 1 && first !== undefined && type?.endsWith("List") !== true ? first : values];
      },
    ),
  );
}

/** Who is simulated: a user, or a group or role as somebody in it. */
export interface Entity {
  readonly kind: EntityKind;
  readonly account: string;
  readonly path: string;
  readonly name: string;
}

/** Reads the ARN of a user, group or role. AWS: the sentence is in public reports of sessions' ARNs. */
export function parseEntity(arn: string): Entity {
  const { service, account = "", resource = "" } = parseArn(arn) ?? {};
  const [, kind, path = "/", name] = /^(user|group|role)(\/(?:[^/]+\/)*)([^/]+)$/.exec(resource) ?? [];
  if (service !== "iam" || !/^\d{12}$/.test(account) || name === undefined || !isEntityKind(kind)) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  return { kind, account, path, name };
}

function isEntityKind(kind: string | undefined): kind is EntityKind {
  return kind === "user" || kind === "group" || kind === "role";
}

/** Who the entity is when it calls; of a group, a user in it. */
export function principalOf(
  { kind, account, path, name }: Entity,
  id: string,
): Principal & { readonly account: string } {
  const accountId = parseAccountId(account);
  const arn = arnOf(account, kind, { name, path });
  if (kind !== "role") return { kind: "user", account: accountId, arn, userId: id, userName: name };
  return {
    kind: "assumed-role",
    account: accountId,
    arn: formatArn("sts", "", account, `assumed-role/${name}/simulation`),
    userId: `${id}:simulation`,
    roleArn: arn,
    roleName: name,
    sessionName: "simulation",
    sessionPolicies: [],
  };
}
