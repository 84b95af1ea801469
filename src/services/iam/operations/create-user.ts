// CreateUser: makes a user.

import type { CreateUserCommandInput, CreateUserCommandOutput } from "@aws-sdk/client-iam";
import { newId } from "../../../iam/directory/names.ts";
import type { UserRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBoundary } from "../entities.ts";
import { entityExists } from "../errors.ts";
import { withTags } from "../tags.ts";
import { userView } from "../views.ts";

export const createUser = defineOperation<Input<CreateUserCommandInput>, CreateUserCommandOutput>(
  "CreateUser",
  (input, context) => {
    const { UserName: name, Path: path = "/", PermissionsBoundary: boundaryArn, Tags: tags = [] } = input;
    const user: UserRecord = {
      v: 1,
      name,
      path,
      id: newId(context.random, "user"),
      createdAtMs: context.clock.nowMs(),
      inlinePolicies: {},
      attachedPolicies: [],
      tags: withTags({}, tags),
      ...(boundaryArn === undefined ? {} : { boundaryArn }),
      groups: [],
    };
    changeIam<void>(context.store, (tx) => {
      if (isNameTaken(tx, context.account, "user", name)) throw entityExists("user", name);
      if (boundaryArn !== undefined) requireBoundary(tx, context.account, boundaryArn);
      saveNamed(tx, context.account, "user", user);
    });
    return { User: userView(context.account, user) };
  },
);
