// SimulatePrincipalPolicy: what a user, group or role could do.

import type {
  EvaluationResult,
  SimulatePrincipalPolicyCommandInput,
  SimulatePrincipalPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import { arnOf } from "../../../iam/directory/names.ts";
import type { EntityRecord } from "../../../iam/directory/records.ts";
import type { EntityKind } from "../../../iam/directory/repo.ts";
import type { Principal } from "../../../iam/principal.ts";
import { formatArn, parseArn } from "../../../kernel/arns.ts";
import { parseAccountId } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { collectPolicies } from "../collected-policies.ts";
import { requireEntity } from "../entities.ts";
import { invalidInput } from "../errors.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { namedDocuments, simulate } from "../simulation.ts";

export const simulatePrincipalPolicy = defineOperation<
  Input<SimulatePrincipalPolicyCommandInput>,
  SimulatePrincipalPolicyCommandOutput
>("SimulatePrincipalPolicy", (input, context) => {
  const { account } = context;
  const { kind, name } = parseSource(input.PolicySourceArn, account);
  const { entity, policies } = context.store.read((tx) => {
    const found: EntityRecord = requireEntity(tx, account, kind, name);
    return { entity: found, policies: collectPolicies(tx, account, found) };
  });
  const results = simulate(input, {
    principal: principalOf(kind, account, entity),
    identity: [...policies.identity, ...namedDocuments("PolicyInputList", input.PolicyInputList ?? [])],
    boundary: policies.boundary,
  });
  const page = pageOf<[number, EvaluationResult]>(results.entries(), input, ([index]) =>
    String(index).padStart(6, "0"),
  );
  return { EvaluationResults: page.items.map(([, result]) => result), ...pageMembers(page) };
});

function parseSource(arn: string, account: string): { kind: EntityKind; name: string } {
  const parsed = parseArn(arn);
  const [, kind, path = ""] = /^(user|group|role)\/(.+)$/.exec(parsed?.resource ?? "") ?? [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (parsed?.service !== "iam" || parsed.account !== account) throw invalidInput(`Invalid Entity Arn: ${arn}`);
  if (kind !== "user" && kind !== "group" && kind !== "role") throw invalidInput(`Invalid Entity Arn: ${arn}`);
  return { kind, name };
}

/** Who the entity is when it calls; of a group, a user in it. */
function principalOf(
  kind: EntityKind,
  account: string,
  { name, path, id }: EntityRecord,
): Principal & { readonly account: string } {
  const accountId = parseAccountId(account);
  if (kind !== "role") {
    return { kind: "user", account: accountId, arn: arnOf(account, kind, { name, path }), userId: id, userName: name };
  }
  return {
    kind: "assumed-role",
    account: accountId,
    arn: formatArn("sts", "", account, `assumed-role/${name}/simulation`),
    userId: `${id}:simulation`,
    roleArn: arnOf(account, kind, { name, path }),
    roleName: name,
    sessionName: "simulation",
    sessionPolicies: [],
  };
}
