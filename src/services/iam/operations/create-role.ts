// CreateRole: makes a role with its trust policy.

import type { CreateRoleCommandInput, CreateRoleCommandOutput } from "@aws-sdk/client-iam";
import { LINKED_PATH } from "../../../iam/directory/linked-roles.ts";
import { newId } from "../../../iam/directory/names.ts";
import type { RoleRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBoundary } from "../entities.ts";
import { entityExists, reservedPath } from "../errors.ts";
import { withTags } from "../tags.ts";
import { requireTrustPolicy } from "../trust.ts";
import { roleView } from "../views.ts";

export const createRole = defineOperation<Input<CreateRoleCommandInput>, CreateRoleCommandOutput>(
  "CreateRole",
  (input, context) => {
    const { RoleName: name, Path: path = "/", Description: description, PermissionsBoundary: boundaryArn } = input;
    const {
      AssumeRolePolicyDocument: trustPolicy,
      MaxSessionDuration: maxSessionSeconds = 3_600,
      Tags: tags = [],
    } = input;
    // INVARIANT: what is below that path is of AWS's services: policies of services are theirs, and service control policies spare them.
    if (path.startsWith(LINKED_PATH)) throw reservedPath(path);
    requireTrustPolicy(trustPolicy);
    const role: RoleRecord = {
      v: 1,
      name,
      path,
      id: newId(context.random, "role"),
      createdAtMs: context.clock.nowMs(),
      inlinePolicies: {},
      attachedPolicies: [],
      tags: withTags({}, tags),
      ...(boundaryArn === undefined ? {} : { boundaryArn }),
      trustPolicy,
      ...(description === undefined ? {} : { description }),
      maxSessionSeconds,
    };
    changeIam<void>(context.store, (tx) => {
      if (isNameTaken(tx, context.account, "role", name)) throw entityExists("role", name);
      if (boundaryArn !== undefined) requireBoundary(tx, context.account, boundaryArn);
      saveNamed(tx, context.account, "role", role);
    });
    return { Role: roleView(context.account, role) };
  },
);
