// CreateServiceLinkedRole: makes the role of a service visible, with its trust and its policy, which only the service changes.

import type { CreateServiceLinkedRoleCommandInput, CreateServiceLinkedRoleCommandOutput } from "@aws-sdk/client-iam";
import { LINKED_PATH, linkedRoleOf } from "../../../iam/directory/linked-roles.ts";
import { newId } from "../../../iam/directory/names.ts";
import type { RoleRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import { linkedRoleTaken, noCustomSuffix, noLinkedRole } from "../errors.ts";
import { roleView } from "../views.ts";

export const createServiceLinkedRole = defineOperation<
  Input<CreateServiceLinkedRoleCommandInput>,
  CreateServiceLinkedRoleCommandOutput
>("CreateServiceLinkedRole", (input, context) => {
  const { store, account, clock, random } = context;
  const { AWSServiceName: service, CustomSuffix: suffix, Description: description } = input;
  const linked = linkedRoleOf(service);
  if (linked === undefined) throw noLinkedRole(service);
  if (suffix !== undefined) throw noCustomSuffix(service);
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const role: RoleRecord = {
    v: 1,
    name: linked.roleName,
    path: `${LINKED_PATH}${service}/`,
    id: newId(random, "role"),
    createdAtMs: clock.nowMs(),
    inlinePolicies: {},
    attachedPolicies: [linked.policyArn],
    tags: {},
    trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    ...(description === undefined ? {} : { description }),
    maxSessionSeconds: 3_600,
  };
  const made = changeIam<RoleRecord>(store, (tx) =>
    once(tx, context, "CreateServiceLinkedRole", () => {
      if (isNameTaken(tx, account, "role", role.name)) throw linkedRoleTaken(role.name);
      saveNamed(tx, account, "role", role);
      return role;
    }),
  );
  return { Role: roleView(account, made) };
});
